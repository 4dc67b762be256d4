"""A whole installation on this machine: what it is made of, where it listens, and who starts again what ends."""

from streams.tools.local.commands import shiftwarden, worker_arguments
from streams.tools.local.installation import LocalInstallation

__all__ = ["LocalInstallation", "shiftwarden", "worker_arguments"]

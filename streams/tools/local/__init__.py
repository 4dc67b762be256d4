"""A whole installation on this machine: its parts, the addresses where it listens, and the watch that restarts processes."""

from streams.tools.local.commands import shiftwarden, worker_arguments
from streams.tools.local.installation import LocalInstallation

__all__ = ["LocalInstallation", "shiftwarden", "worker_arguments"]

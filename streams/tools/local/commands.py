"""Our own commands as child processes, and the options that give a worker its settings."""

import os
import sys
from pathlib import Path

from streams.settings import Settings
from streams.tools.embedded.children import ChildProcess


def shiftwarden(arguments: list[str], log: Path, ledger: str | None = None) -> ChildProcess:
    """Start a command of ours as a child process. The ledger's address goes by the environment, where others cannot see it."""
    environment = {**os.environ, "SHIFTWARDEN_LEDGER": ledger} if ledger else dict(os.environ)
    environment.pop("SHIFTWARDEN_BROKER_SETTINGS", None)  # of another cluster; the options name the file of this one
    program = [sys.executable, "-c", "from streams.cli.main import main; main()"]
    return ChildProcess([*program, *arguments], log, environment)


def worker_arguments(settings: Settings) -> list[str]:
    """The options of `shiftwarden worker` that give these settings, the ledger apart."""
    law = ["--law", str(settings.law)] if settings.law else []
    security = ["--broker-settings", str(settings.security.file)] if settings.security.file else []
    options = {
        "--broker": settings.broker,
        "--group": settings.group,
        "--work-partitions": settings.work_partitions,
        "--feed-partitions": settings.feed_partitions,
        "--metrics": settings.metrics,
        "--horizon": settings.horizon_h,
        "--checkpoint": settings.checkpoint_s,
        "--sweep": settings.sweep_s,
        "--session-timeout": settings.session_timeout_s,
    }
    return law + security + [part for name, value in options.items() for part in (name, str(value))]

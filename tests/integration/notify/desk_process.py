"""`shiftwarden notify` as a process, with a small desk in the place of routing files: `python -m … URL ROBOT METRICS HOW`."""

import sys

from streams.cli.duty.notify import NotifyProcess
from streams.cli.duty.notify_settings import NotifySettings
from streams.logs import set_up
from tests.integration.notify.notifying import desk_of
from tests.unit.notify.desk import NAMES


def main(url: str, gateway: str, metrics: str, how: str = "run") -> None:
    set_up(verbose=False)
    settings = NotifySettings(ledger=url, address="https://c.example", metrics=metrics, poll_s=0.05)
    process = NotifyProcess(settings, desk_of(gateway, gateway), NAMES)
    {"run": process.run, "once": process.send_once, "show": process.show}[how]()


if __name__ == "__main__":
    main(*sys.argv[1:])

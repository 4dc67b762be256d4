"""The time from a row of the ledger to the service: `python -m tests.bench.told [--url URL] [--leads 200] [--rate 5]`.

Grave leads are raised one after the other in several groups while a notifier runs as a process of its own; each counts from
`recorded_at` of its row to the instant at which the gateway has the whole message. Prints median and 99th percentile.
"""

import re
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

from alerts.ledger import Ledger, upgrade
from schemas.findings.finding import Severity
from tests.integration.notify.notifying import notifying
from tests.servers.robots import Robot, robot
from tests.unit.alerts.builders import HOUR, found, standing

PLATFORMS = ("hema", "xunda", "feiniao", "kuaitu", "lingdian", "anda", "jisu", "tongcheng")
"""So many groups that none becomes a digest, which would wait."""


def main() -> None:
    given = ArgumentParser(description=__doc__)
    given.add_argument("--url")
    given.add_argument("--leads", type=int, default=200)
    given.add_argument("--rate", type=float, default=5.0)
    options = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="shiftwarden-told-") as folder, robot("webhook") as gateway:
        url = options.url or f"sqlite:///{Path(folder) / 'ledger.db'}"
        upgrade(url)
        with notifying(url, gateway.address, gateway.address):
            waits = measured(url, gateway, options.leads, options.rate)
    waits.sort()
    sys.stdout.write(
        f"leads {len(waits)}  "
        f"median {waits[len(waits) // 2]} ms  p99 {waits[int(len(waits) * 0.99) - 1]} ms  most {waits[-1]} ms\n"
    )


def measured(url: str, gateway: Robot, leads: int, rate: float) -> list[int]:
    """The wait of each lead in ms. One lead first, so that the notifier has begun."""
    with Ledger.open(url) as ledger:
        raise_lead(ledger, leads)
        gateway.wait_taken(1, within_s=300)
        for number in range(leads):
            raise_lead(ledger, number)
            time.sleep(1 / rate)
        until = time.monotonic() + 300
        while len(found_at := arrivals(gateway)) < leads + 1:
            assert time.monotonic() < until, f"{len(found_at)} of {leads + 1} leads came"
            time.sleep(0.05)
        return [found_at[one.number] - one.raised_at for one in ledger.leads() if one.number > 1]


def raise_lead(ledger: Ledger, number: int) -> None:
    subject, platform = f"{number:064x}", PLATFORMS[number % len(PLATFORMS)]
    hour = time.time_ns() // 1_000_000 // HOUR
    finding = found(hour - 5, subject=subject, platform=platform, severity=Severity.GRAVE)
    ledger.apply([standing(1, finding, subject=subject)])


def arrivals(gateway: Robot) -> dict[int, int]:
    """The instants at which each lead first arrived, in ms since 1970."""
    first: dict[int, int] = {}
    for one in list(gateway.taken):
        for lead in re.findall(r"#(\d+)", one.text):
            first.setdefault(int(lead), int(one.at * 1000))
    return first


if __name__ == "__main__":
    main()

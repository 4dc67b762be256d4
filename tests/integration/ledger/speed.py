"""The speed at which standing sets are applied, on both databases: `python -m tests.integration.ledger.speed [SETS]`.

Not a test: it asserts nothing and pytest does not collect it. Each round applies one set for each of SETS workers in
batches of 2,000: first seen, changed (a new measure), said again unchanged, and then the verification of the whole log.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from alerts.ledger import Ledger, upgrade
from schemas.findings.finding import Evidence, Finding, LawUsed, StandingSet
from schemas.findings.span import Span
from tests.servers.postgres import private_postgres
from tests.unit.alerts.builders import HOUR, LATE, found, standing

BATCH = 2000


def full(worker: str, measured: int) -> Finding:
    """A finding of the usual size: two law parameters, four sessions and orders; 1.5 kB as JSON."""
    law = [
        LawUsed(parameter=name, value="14400000", unit="ms", in_force_from="2022-05-12", source="x" * 60, status="copy")
        for name in ("limit", "break")
    ]
    spans = (Span(start=HOUR, end=3 * HOUR, known=True),)
    evidence = [Evidence(platform="hema", what="order", id=f"order-{number}", spans=spans) for number in range(4)]
    plain = found(1, subject=worker, measured=measured)
    return plain.model_copy(update={"law": tuple(law), "evidence": tuple(evidence)})


def sets(count: int, version: int, measured: int) -> list[StandingSet]:
    names = (f"{number:064x}" for number in range(count))
    return [standing(version, full(name, measured), subject=name) for name in names]


def timed(name: str, count: int, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    sys.stdout.write(f"  {name:<10} {count / seconds:>9,.0f} a second\n")


def apply_all(ledger: Ledger, said: list[StandingSet]) -> None:
    for start in range(0, len(said), BATCH):
        ledger.apply(said[start : start + BATCH], LATE)


def measure(name: str, url: str, count: int) -> None:
    sys.stdout.write(f"{name}\n")
    upgrade(url)
    with Ledger.open(url) as ledger:
        for label, version, measured in (("new", 1, 1), ("changed", 2, 2), ("unchanged", 3, 2), ("stale", 2, 2)):
            said = sets(count, version, measured)
            timed(label, count, partial(apply_all, ledger, said))
        timed("verified", ledger.head().sequence, ledger.verify)
        timed("counts", 1, ledger.open_counts)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{Path(folder) / 'ledger.db'}", count)
    with private_postgres() as server:
        measure("PostgreSQL", server.new_database(), count)


if __name__ == "__main__":
    main()

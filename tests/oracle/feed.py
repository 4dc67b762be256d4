"""A recorded feed with the findings that must come of it, for runs through a real broker.

`python -m tests.oracle.feed --seed 7 --workers 50 --out DIR` writes one JSON object a line: `events.ndjson` by time, each
event once; `shuffled.ndjson` the same in any order with repeats; `expected.ndjson` what the oracle finds at `--now`, by every
rule about a worker.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from schemas.instants import from_rfc3339, rfc3339
from tests.oracle.days import shuffled, worker_day
from tests.oracle.pay.findings import expected_pay
from tests.oracle.rest.dispatch import expected_dispatch
from tests.oracle.rest.findings import expected_findings
from tests.oracle.scripts import Event

INSTANTS = ("starts_at", "ends_at", "due_at")
OF_ONE_RULE = ("limit", "orders", "rest")
"""The fields of a finding that are compared for one rule alone."""


def city_day(seed: int, workers: int) -> list[Event]:
    """The events of all workers by time; event ids are unique within each platform."""
    rng = Random(seed)
    ids = [sha256(f"{seed}/{number}".encode()).hexdigest() for number in range(workers)]
    events = [event for worker in ids for event in worker_day(rng.choice, worker)]
    events.sort(key=lambda event: from_rfc3339(event["occurred_at"]))
    for number, event in enumerate(events):
        event["event_id"] = f"e{number}"
    return events


def in_contract_form(finding: Mapping[str, Any]) -> dict[str, Any]:
    """The finding with its instants as text, in what every rule tells."""
    told = {key: value for key, value in finding.items() if key not in OF_ONE_RULE}
    return {key: rfc3339(value) if key in INSTANTS and value is not None else value for key, value in told.items()}


def write_feed(out: Path, seed: int, workers: int, now: int | None) -> int:
    """Write the three files into `out`; gives back the `now` (ms) that was judged at, by default the last event's time."""
    events = city_day(seed, workers)
    at = from_rfc3339(events[-1]["occurred_at"]) if now is None else now
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "events.ndjson", events)
    _write(out / "shuffled.ndjson", shuffled(Random(seed), events))
    expected = [*expected_findings(events, at), *expected_dispatch(events, at), *expected_pay(events, at)]
    _write(out / "expected.ndjson", map(in_contract_form, expected))
    return at


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.feed", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True, help="folder for the three files")
    parser.add_argument("--now", type=from_rfc3339, help="RFC 3339; the last event's time where not given")
    args = parser.parse_args()
    if args.workers < 1:
        parser.error(f"--workers {args.workers}: a feed needs one worker or more")
    now = write_feed(args.out, args.seed, args.workers, args.now)
    sys.stdout.write(f"judged at {rfc3339(now)}\n")


if __name__ == "__main__":
    main()

"""A platform tries to talk itself out of breaches, in each way of `tests/cases/later_words`, all at once and live.

It sends what happened, waits until the leads stand, and then sends its later words: later offs and pauses, sessions closed
afterwards, orders ended earlier, cancelled or begun anew, bookings, places outside, contradictory points, ids used again, pay
that is contradicted, restated, of other days or taken back. A breach that these cannot touch stands as it was; one that they
lower or take away says in `leads show` by which evidence, and how late that came.
"""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from alerts.leads import Lead
from alerts.ledger import Ledger
from schemas.instants import HOUR_MS, from_rfc3339, rfc3339
from schemas.legal_days import DAY_MS, day_from_text, day_of, day_start, day_text, legal_day
from tests.integration.cli.calls import call
from tests.integration.live.events import INSTANTS, SETTLED, now
from tests.oracle.notation import read_case
from tests.oracle.times import instant
from tests.servers.live import Live, Record, wait_until

FILE = Path(__file__).parents[2] / "cases/later_words/talked_out.yaml"
DAY = date(2022, 6, 1)
GRACE = 6 * HOUR_MS
AFTER_THE_FACT, LATE = "withdrawn or lowered after the fact", " late"
CHANGED = ("new evidence", "evidence gone", "evidence different now")
LAST = "13:40"
"""The last instant of any case lies before it, and comes to lie so far back that all has settled."""


PAY = "pay_below_minimum"
JUDGED = "30:00"
"""The instant at which pay of a day is judged; what is decided seven days later is left out."""


def ways() -> list[dict[str, Any]]:
    """The cases of stretches that have ended, and of days whose pay is judged."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    return [
        each for each in raw if each["now"] == JUDGED or (each["rule"] != PAY and " to now" not in each["before"][0])
    ]


def moved_by(raw: dict[str, Any]) -> int:
    """How far (ms) the case is moved: its last instant has settled; of pay by whole days, the last whose grace is over."""
    if raw["rule"] != PAY:
        return now() - SETTLED - instant(LAST, DAY)
    return day_start(legal_day(now() - GRACE) - 1) - day_start(day_of(DAY))


def worker_of(raw: dict[str, Any]) -> str:
    return sha256(raw["name"].encode()).hexdigest()


def said(raw: dict[str, Any], lines: Iterable[str], by: int, mark: str) -> Record:
    """The events of these lines as one record, moved by so much (ms); their ids rise as in the case."""
    case = {"name": "", "now": LAST, "day": DAY, "events": list(lines), "findings": []}
    worker, events = worker_of(raw), read_case(raw["rule"], case).events
    moved = [
        event
        | {name: rfc3339(from_rfc3339(event[name]) + by) for name in INSTANTS if event.get(name)}
        | {
            name: day_text(day_from_text(event[name]) + by // DAY_MS)
            for name in ("for_day", "for_until")
            if event.get(name)
        }
        | {"event_id": f"{mark}-{worker[:12]}-{number}", "worker_id": worker}
        for number, event in enumerate(events)
    ]
    return "hema", json.dumps(moved).encode()


def leads_of(live: Live, raw: dict[str, Any]) -> list[Lead]:
    """The standing leads of the case's worker and rule."""
    with Ledger.open(live.local.settings.ledger) as ledger:
        found = ledger.leads()
    return [each for each in found if (each.finding.subject, each.finding.rule) == (worker_of(raw), raw["rule"])]


def test_nobody_talks_himself_out_of_a_certain_breach_and_what_changes_says_so(live: Live) -> None:
    cases = ways()
    assert {raw["rule"] for raw in cases} == {"rest_missed", "dispatch_during_rest", PAY}
    by = {raw["name"]: moved_by(raw) for raw in cases}
    live.send(said(raw, raw["events"], by[raw["name"]], "a") for raw in cases)
    wait_until(lambda: all(kinds(live, raw) == ["breach"] for raw in cases), "a lead of each breach")
    before = {raw["name"]: leads_of(live, raw)[0] for raw in cases}

    live.send(said(raw, raw["later"], by[raw["name"]], "b") for raw in cases)

    live.settle()
    for raw in cases:
        wanted = sorted(line.partition(" ")[0] for line in raw["findings"])
        assert kinds(live, raw) == wanted, raw["name"]
        first = before[raw["name"]]
        if raw["findings"] == raw["before"]:
            assert [figures(each) for each in leads_of(live, raw)] == [figures(first)], raw["name"]
        else:
            shown = call("leads", "show", str(first.number), "--ledger", live.local.settings.ledger).stdout
            assert any(word in shown for word in CHANGED), shown
            assert "time went by" not in shown, shown
            assert "breach" in wanted or (AFTER_THE_FACT in shown and LATE in shown), shown


def figures(lead: Lead) -> list[Any]:
    """The figures of a lead's finding; further sessions may stand in its evidence."""
    plain = json.loads(lead.finding.text)
    return [plain[name] for name in ("starts_at", "ends_at", "due_at", "measured_low", "measured_high", "severity")]


def kinds(live: Live, raw: dict[str, Any]) -> list[str]:
    return sorted(each.finding.kind for each in leads_of(live, raw))

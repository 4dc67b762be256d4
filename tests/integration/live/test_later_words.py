"""A platform tries to talk itself out of breaches, in each way of `tests/cases/later_words`, all at once and live.

It sends what happened, waits until the leads stand, and then sends its later words. A breach that these cannot touch stands as it
was; one that they lower or take away says in `leads show` by which evidence.
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
from schemas.instants import from_rfc3339, rfc3339
from tests.integration.cli.calls import call
from tests.integration.live.events import SETTLED, now
from tests.oracle.notation import read_case
from tests.oracle.times import instant
from tests.servers.live import Live, Record, wait_until

FILE = Path(__file__).parents[2] / "cases/later_words/talked_out.yaml"
DAY = date(2022, 6, 1)
CHANGED = ("new evidence", "evidence gone", "evidence different now")
LAST = "13:40"
"""The last instant of any case lies before it, and comes to lie so far back that all has settled."""


def ways() -> list[dict[str, Any]]:
    """The cases about rest and pushes that have ended; pay is judged the day after."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    return [each for each in raw if each["rule"] != "pay_below_minimum" and " to now" not in each["before"][0]]


def worker_of(raw: dict[str, Any]) -> str:
    return sha256(raw["name"].encode()).hexdigest()


def said(raw: dict[str, Any], lines: Iterable[str], by: int, mark: str) -> Record:
    """The events of these lines as one record, moved by so much (ms); their ids rise as in the case."""
    case = {"name": "", "now": LAST, "day": DAY, "events": list(lines), "findings": []}
    worker, events = worker_of(raw), read_case(raw["rule"], case).events
    moved = [
        event
        | {"occurred_at": rfc3339(from_rfc3339(event["occurred_at"]) + by), "worker_id": worker}
        | {"event_id": f"{mark}-{worker[:12]}-{number}"}
        for number, event in enumerate(events)
    ]
    return "hema", json.dumps(moved).encode()


def leads_of(live: Live, raw: dict[str, Any]) -> list[Lead]:
    """The standing leads of the case's worker and rule."""
    with Ledger.open(live.local.settings.ledger) as ledger:
        found = ledger.leads()
    return [each for each in found if (each.finding.subject, each.finding.rule) == (worker_of(raw), raw["rule"])]


def test_nobody_talks_himself_out_of_a_certain_breach_and_what_changes_says_so(live: Live) -> None:
    cases, by = ways(), now() - SETTLED - instant(LAST, DAY)
    assert len(cases) >= 10
    live.send(said(raw, raw["events"], by, "a") for raw in cases)
    wait_until(lambda: all(kinds(live, raw) == ["breach"] for raw in cases), "a lead of each breach")
    before = {raw["name"]: leads_of(live, raw)[0] for raw in cases}

    live.send(said(raw, raw["later"], by, "b") for raw in cases)

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


def figures(lead: Lead) -> list[Any]:
    """The figures of a lead's finding; further sessions may stand in its evidence."""
    plain = json.loads(lead.finding.text)
    return [plain[name] for name in ("starts_at", "ends_at", "due_at", "measured_low", "measured_high", "severity")]


def kinds(live: Live, raw: dict[str, Any]) -> list[str]:
    return sorted(each.finding.kind for each in leads_of(live, raw))

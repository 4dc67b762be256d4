"""The findings of `dispatch_during_rest` that semantics demand for these events at this `now`."""

from collections.abc import Iterable
from typing import Any

from tests.oracle.facts import Event, at, facts_of
from tests.oracle.findings import OTHER, Bench, Expected, missed
from tests.oracle.law import NANCHANG_2022, NOBODY, Agreed, RestLaw
from tests.oracle.pay_facts import Job, jobs_of
from tests.oracle.view import View, views


def expected_dispatch(
    events: Iterable[Event], now: int, law: RestLaw = NANCHANG_2022, agreed: Agreed = NOBODY
) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events in any order, repeats allowed, of any number of workers."""
    so_far = [event for event in events if at(event) <= now]
    found = [
        _finding(breach, pushed)
        for subject, facts in facts_of(so_far, now).items()
        for view in views(facts, now)
        if view.platform
        for breach in _breaches(subject, view, agreed.get(view.platform, law), now)
        if (pushed := _pushed(breach, so_far))
    ]
    return sorted(found, key=lambda finding: (finding["subject"], finding["platform"], finding["starts_at"]))


def _breaches(subject: str, view: View, law: RestLaw, now: int) -> list[Expected]:
    found = [finding for basis in OTHER for finding in missed(Bench(subject, view, basis, law, now))]
    return [finding for finding in found if finding.kind == "breach"]


def _pushed(breach: Expected, events: list[Event]) -> list[Job]:
    """Orders that were pushed, and whose work began, once the break was due and while the stretch went on."""
    own = [e for e in events if (e["worker_id"], e["platform_id"]) == (breach.subject, breach.platform)]
    due, end = breach.due_at, breach.stretch.end
    assert due is not None, "a breach has reached its limit"
    return [
        job
        for job in jobs_of(own)
        if job.assigned == "pushed" and job.on is not None and due < job.accepted < end and due < job.on < end
    ]


def _finding(breach: Expected, pushed: list[Job]) -> dict[str, Any]:
    number = len(pushed)
    return {
        "rule": "dispatch_during_rest",
        "kind": "breach",
        "scope": "platform",
        "subject": breach.subject,
        "platform": breach.platform,
        "sector": breach.sector,
        "area": breach.area,
        "starts_at": min(job.accepted for job in pushed),
        "ends_at": breach.ends_at,
        "due_at": breach.due_at,
        "basis": breach.basis,
        "platforms": breach.platforms,
        "measured": number,
        "measured_low": number,
        "measured_high": number,
        "severity": "minor" if number == 1 else "serious" if number <= 5 else "grave",
        "reasons": [],
        "second_opinion": None,
        "orders": sorted({job.id for job in pushed}),
    }

"""The time in the interval of a finding about rest, as it is now: for a finding that holds no more."""

from schemas.findings.finding import Finding
from streams.facts.views.worker_view import View, WorkerView
from streams.facts.worktime.intervals import Interval
from streams.rules.evidence import EvidenceNow, Listed, PlacedListed, items, listed


def view_of(finding: Finding, whole: WorkerView) -> View | None:
    """The view that a finding is about: of its platform, or of all together; None where nothing is known of the platform."""
    if finding.platform is None:
        return whole.united
    return next((each for each in whole.platforms if each.platform == finding.platform), None)


def interval_of(finding: Finding, now: int) -> Interval:
    """The interval of a finding (ms), of one that was running up to `now`."""
    return finding.starts_at, max(finding.starts_at + 1, now if finding.ends_at is None else finding.ends_at)


def time_now(whole: WorkerView, finding: Finding, most: int | None) -> EvidenceNow | None:
    """The sessions and orders in the interval of a finding, on its basis; None where nothing is known of its platform."""
    view = view_of(finding, whole)
    if view is None or finding.basis is None:
        return None
    start, end = interval_of(finding, whole.now)
    return placed(listed(items(view, finding.basis, (start, end)), most), view, finding, end)


def placed(found: Listed, view: View, finding: Finding, end: int) -> PlacedListed:
    """The evidence, and whether the worker is said to have been outside the city from when the limit was reached to the end."""
    outside = not view.places.inside_at_or_within(end if finding.due_at is None else finding.due_at, end)
    return {"evidence": found["evidence"], "evidence_rest": found["evidence_rest"], "outside": outside or None}

"""Decides which findings are back-fill: about a time long past, and brought late. They are told in one digest. Pure."""

from typing import Any, Final

import orjson

from alerts.leads.finding import LeadFinding
from schemas.instants import Ms

OLD_MS: Final = 24 * 3_600_000
"""A day: nobody is woken for what is older, and what a platform sends again after an outage of a night still is news."""


def is_back_fill(finding: LeadFinding, recorded_at: Ms, now: Ms) -> bool:
    """True for a finding that ended a day before it was recorded, of late evidence; and for an entry unread for a day.

    A rule may judge a day only when its pay is settled: evidence that came in time is no back-fill however late it is judged.
    Where the arrival is not known, as in a replay, the end alone decides.
    """
    if now - recorded_at > OLD_MS:
        return True
    if finding.ends_at is None or recorded_at - finding.ends_at <= OLD_MS:
        return False
    arrival: dict[str, Any] | None = orjson.loads(finding.text).get("arrival")
    return arrival is None or (arrival["longest_ms"] or 0) > OLD_MS

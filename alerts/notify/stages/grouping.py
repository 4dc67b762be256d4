"""Decides when a group's next message is sent: soon after the first trigger, then seldom. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.routing import Policy
from schemas.instants import Ms
from schemas.legal_days import SHANGHAI

DIGEST_AT: Final = time(8, 30)
"""The digest of what is only observed: once a day, when the analyst begins to work."""

DIGEST_WAIT_MS: Final = 4 * 3_600_000
"""A back-fill comes in pieces: its digest waits until no more has come for `again_ms`, but no longer than half a working day."""


@dataclass(frozen=True, slots=True)
class SentLately:
    """The latest message of a group on a channel (its instant, null for none), and the leads told of in the last `again_ms`."""

    at: Ms | None = None
    leads: int = 0


def send_at(reason: ToldReason, now: Ms, lately: SentLately, policy: Policy) -> Ms:
    """The instant of a new message. Where a policy sends at once, a flood of more than a digest's leads waits all the same."""
    if reason is ToldReason.OBSERVED:
        return next_local(now, DIGEST_AT)
    if reason in {ToldReason.TAKEN_OVER, ToldReason.UNDELIVERED}:
        return now
    if reason.topic is MessageTopic.DIGEST:
        return now + policy.again_ms
    if policy.at_once and lately.leads <= policy.digest_over:
        return now
    since_last = now if lately.at is None else lately.at + policy.again_ms
    return max(now + (0 if policy.at_once else policy.group_ms), since_last)


def joined_at(reason: ToldReason, planned: Ms, created_at: Ms, own: Ms) -> Ms:
    """The instant of a message that waits, when another lead joins it: the earlier one; a digest of a back-fill waits on."""
    if reason is ToldReason.BACK_FILLED:
        return max(planned, min(own, created_at + DIGEST_WAIT_MS))
    return min(planned, own)


def next_local(now: Ms, at: time) -> Ms:
    """The next instant after `now` at which it is that time of day."""
    local = datetime.fromtimestamp(now / 1000, SHANGHAI)
    then = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    then += timedelta(days=int(then <= local))
    return int(then.timestamp() * 1000)


def group_key(platform: str | None, rule: str, department: str) -> str:
    """The key of a group: what belongs together on a phone.

    >>> group_key(None, "rest_missed", "rs")
    'several|rest_missed|rs'
    """
    return f"{platform or 'several'}|{rule}|{department}"

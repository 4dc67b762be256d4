"""Decides which entries of the log people are told of, and why. Pure; steps of people trigger nothing."""

from enum import StrEnum
from typing import Final

from alerts.leads.handling import Action
from alerts.leads.lead import Change, Lead, LogEntry
from alerts.notify.stages.back_fill import is_back_fill
from schemas.instants import Ms


class MessageTopic(StrEnum):
    """The sorts of messages: each is grouped by itself."""

    NEWS = "news"
    CLOSING = "closing"
    UNSIGNED = "unsigned"
    DUE = "due"
    DIGEST = "digest"
    TAKEN_OVER = "taken_over"
    UNDELIVERED = "undelivered"


SHIFT: Final = "shift"
"""The topic of a message about somebody's shifts: it has no lead, no group, and its text from the beginning."""


class ToldReason(StrEnum):
    """The reason for which somebody is told of a lead."""

    RAISED = "raised"
    BREACHED = "breached"
    RISEN = "risen"
    REINSTATED = "reinstated"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    UNDECIDED = "undecided"
    UNSIGNED = "unsigned"
    DUE = "due"
    OBSERVED = "observed"
    BACK_FILLED = "back_filled"
    TAKEN_OVER = "taken_over"
    UNDELIVERED = "undelivered"

    @property
    def topic(self) -> MessageTopic:
        """The sort of message that it is told in."""
        return _TOPICS.get(self, MessageTopic.NEWS)


_TOPICS: Final = {
    ToldReason.WITHDRAWN: MessageTopic.CLOSING,
    ToldReason.SUPERSEDED: MessageTopic.CLOSING,
    ToldReason.UNDECIDED: MessageTopic.CLOSING,
    ToldReason.UNSIGNED: MessageTopic.UNSIGNED,
    ToldReason.DUE: MessageTopic.DUE,
    ToldReason.OBSERVED: MessageTopic.DIGEST,
    ToldReason.BACK_FILLED: MessageTopic.DIGEST,
    ToldReason.TAKEN_OVER: MessageTopic.TAKEN_OVER,
    ToldReason.UNDELIVERED: MessageTopic.UNDELIVERED,
}

OPENING: Final = (
    MessageTopic.NEWS,
    MessageTopic.UNSIGNED,
    MessageTopic.DUE,
    MessageTopic.TAKEN_OVER,
    MessageTopic.UNDELIVERED,
)
"""The sorts of messages by which a reader knows a lead, so that a closing one follows. A digest only counts."""

WEIGHTS: Final = {None: 0, "minor": 1, "serious": 2, "grave": 3}
"""Severities by their weight."""


def triggered(before: Lead | None, entry: LogEntry, after: Lead, now: Ms) -> ToldReason | None:
    """The reason to tell of an entry; None for one that is not told.

    Closings are told only to those who were told of the lead, which is not decided here.
    """
    if isinstance(entry.change, Action):
        return None
    reason = _reason(before, entry.change, after)
    if reason is None or reason.topic is MessageTopic.CLOSING:
        return reason
    if after.finding.mode == "observe":
        return ToldReason.OBSERVED
    return ToldReason.BACK_FILLED if is_back_fill(after.finding, entry.recorded_at, now) else reason


def _reason(before: Lead | None, change: Change, after: Lead) -> ToldReason | None:
    if change in {Change.WITHDRAWN, Change.SUPERSEDED}:
        return ToldReason(change.value)
    if after.finding.kind == "undecidable":
        fell = before is not None and before.finding.kind != "undecidable"
        return ToldReason.UNDECIDED if fell else None
    if before is None:
        return ToldReason.RAISED
    if before.finding.kind == "undecidable":
        return ToldReason.BREACHED
    if change in {Change.REOPENED, Change.REINSTATED}:
        return ToldReason(change.value)
    return _graver(before, after)


def _graver(before: Lead, after: Lead) -> ToldReason | None:
    """The reason of an amendment: a rule that was only observed is enforced now, or the severity has risen."""
    if before.finding.mode == "observe" and after.finding.mode != "observe":
        return ToldReason.RAISED
    risen = WEIGHTS.get(after.finding.severity, 0) > WEIGHTS.get(before.finding.severity, 0)
    return ToldReason.RISEN if risen else None

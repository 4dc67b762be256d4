"""Decides at the moment of sending: is the group silenced, and does each lead still want to be told of? Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.leads.handling import DECIDED
from alerts.leads.lead import Lead, Standing
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class Silence:
    """A time `[starts_at, ends_at)` in which a group is not told of. Null: any rule, platform, department."""

    number: int
    rule: str | None
    platform: str | None
    department: str | None
    starts_at: Ms
    ends_at: Ms
    actor: str
    reason: str

    def covers(self, key: str, at: Ms) -> bool:
        """True for the key of a group at an instant."""
        platform, rule, department = (*key.split("|"), "", "")[:3]
        given = ((self.platform, platform), (self.rule, rule), (self.department, department))
        return self.starts_at <= at < self.ends_at and all(wanted in {None, own} for wanted, own in given)


def muted_until(key: str, topic: MessageTopic, at: Ms, silences: Iterable[Silence]) -> Ms:
    """The instant until which silences hold a message back; `at` where none does. They never hold back a closing message."""
    if topic is MessageTopic.CLOSING:
        return at
    return max((one.ends_at for one in silences if one.covers(key, at)), default=at)


@dataclass(frozen=True, slots=True)
class LeadNow:
    """A lead at the moment of sending. `signed`: somebody has acted since the entry that is told of.

    `told`: this person was told of it on this channel: yes, maybe, under way; null for no.
    """

    lead: Lead
    signed: bool
    told: str | None = None


def dropped(reason: ToldReason, now: LeadNow) -> str | None:
    """The cause for which a lead is left out of a message; None where it is told of."""
    lead = now.lead
    if reason.topic is MessageTopic.CLOSING:
        return _closing_dropped(now)
    if lead.standing is not Standing.STANDING:
        return lead.standing.value
    if reason.topic is MessageTopic.DUE:
        return "decided" if lead.handling in DECIDED else None
    if lead.finding.kind == "undecidable":
        return "undecidable"
    return "acknowledged" if now.signed else None


def _closing_dropped(now: LeadNow) -> str | None:
    if now.told is None:
        return "never told"
    stands_again = now.lead.standing is Standing.STANDING and now.lead.finding.kind != "undecidable"
    return "stands again" if stands_again else None

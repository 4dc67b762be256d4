"""A notice about one lead, and the messages that it is gathered in. Knows no SQL."""

from dataclasses import dataclass
from typing import NamedTuple

from alerts.leads.lead import Lead
from alerts.notify.stages.grouping import group_key
from alerts.notify.stages.routing import Target
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.routing import Route
from schemas.instants import Ms


class GroupKey(NamedTuple):
    """The messages of a group that one reader gets: a lead joins the one that waits. The person is null for a group chat."""

    group_key: str
    topic: str
    channel: str
    person: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is to be told of a lead, by the entry `sequence` of the log.

    `held_until`: of a lead that is taken over, the end of the silence that holds it back; 0 for none. So it holds up no other.
    """

    reason: ToldReason
    lead: Lead
    sequence: int
    route: Route
    held_until: Ms = 0

    @property
    def group(self) -> str:
        """The key of its group; of a digest, and of what a shift takes over, one for each department."""
        department = self.route.department
        if self.reason.topic is MessageTopic.DIGEST:
            return group_key(self.reason.value, "*", department)
        if self.reason.topic is MessageTopic.TAKEN_OVER:
            return group_key(self.reason.value, str(self.held_until or "*"), department)
        return self.silenced_as

    @property
    def silenced_as(self) -> str:
        """The key by which silences cover the lead."""
        return group_key(self.lead.finding.platform, self.lead.finding.rule, self.route.department)

    def group_of(self, target: Target) -> GroupKey:
        """The messages of its group that a target gets."""
        return GroupKey(self.group, self.reason.topic.value, target.channel, target.person)

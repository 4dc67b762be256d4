"""Turns a route into targets: one for each person and channel, one for each group chat however many of its people are told."""

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.leads.lead import Lead
from alerts.notify.ports import Router
from alerts.routing import Question, Route, RouteStep
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class Target:
    """A channel, and the person who reads it; null where a group does. `language`: zh or en."""

    person: str | None
    channel: str
    language: str


def question_of(lead: Lead, at: Ms) -> Question:
    """The question about a lead that routing answers, at an instant."""
    finding = lead.finding
    return Question(finding.rule, finding.sector, finding.area, finding.mode, finding.severity, at)


def route_of(lead: Lead, router: Router, at: Ms) -> Route:
    """The route of a lead at an instant."""
    return router.route(question_of(lead, at))


def targets(steps: Iterable[RouteStep], router: Router) -> tuple[Target, ...]:
    """The targets of these steps, each once, in the order of the files."""
    found: dict[tuple[str | None, str], Target] = {}
    for step in steps:
        for person in step.people:
            for channel in person.channels:
                group = router.channel(channel).group
                target = Target(None, channel, "zh") if group else Target(person.id, channel, person.language)
                found.setdefault((target.person, channel), target)
    return tuple(found.values())


def steps_at(route: Route, after_ms: int) -> tuple[RouteStep, ...]:
    """The steps that are told so long after the first message."""
    return tuple(step for step in route.steps if step.after_ms == after_ms)


def next_step_ms(route: Route, reached_ms: int) -> int | None:
    """The time of the next step after one; None after the last."""
    return min((step.after_ms for step in route.steps if step.after_ms > reached_ms), default=None)

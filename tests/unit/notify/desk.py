"""A small duty desk for tests: one department, people on duty with channels, policies by severity, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from sqlalchemy import Connection

from alerts.routing import Channel, Force, HandlingTerm, Person, Policy, Question, Route, RouteStep
from alerts.routing.told import ChannelKind, Language
from alerts.words import Names
from schemas.bilingual import Bilingual
from schemas.instants import Ms
from streams.cli.duty.files import read_routing

MINUTE = 60_000
PACKAGED = read_routing(None, {})
"""The files of the release, without a duty folder."""


def told(name: str, channels: tuple[str, ...], language: Language = "zh") -> Person:
    return Person(name, name, name, language, "rs", (), channels)


def way_of(steps: tuple[RouteStep, ...], *, digest: bool = False) -> Route:
    return Route("rs", steps, (Bilingual("第6条", "clause 6"),), covered=True, digest=digest)


def channel_of(channel: str, kind: str, address: str, secret: str | None = None, *, group: bool = False) -> Channel:
    return Channel(channel, cast("ChannelKind", kind), address, secret or "", group)


def times(*, at_once: bool) -> Policy:
    quiet_from, quiet_until = 22 * 60 * MINUTE + 30 * MINUTE, 7 * 60 * MINUTE + 30 * MINUTE
    return Policy("", at_once, quiet_from, quiet_until, MINUTE, 15 * MINUTE, 30, (), "", "policy")


WANG = told("wang", ("phone",))
LI = told("li", ("gateway",))
GRAVE, OTHER = times(at_once=True), times(at_once=False)
STEPS = (RouteStep(0, "on_duty", (WANG,)), RouteStep(15 * MINUTE, "second", (LI,)))


@dataclass(frozen=True, slots=True)
class Desk:
    """A `Router`."""

    steps: tuple[RouteStep, ...] = STEPS
    entries: dict[str, Channel] = field(default_factory=dict)
    grave: Policy = GRAVE
    other: Policy = OTHER

    def route(self, question: Question) -> Route:
        return way_of(self.steps, digest=question.mode == "observe")

    def stand_ins(self, _question: Question) -> tuple[RouteStep, ...]:
        return self.steps

    def channel(self, id: str) -> Channel:  # noqa: A002  the shape's own name
        return self.entries.get(id) or channel_of(id, "webhook", "http://127.0.0.1:9/")

    def policy(self, severity: str | None) -> Policy:
        return self.grave if severity == "grave" else self.other

    def term(self, severity: str | None) -> HandlingTerm | None:
        return PACKAGED.term(severity)

    def force(self, rule: str) -> Force | None:
        return PACKAGED.force(rule)

    def with_entries(self, *entries: Channel) -> "Desk":
        return replace(self, entries={one.id: one for one in entries})


class PageLinks:
    """Links without tokens, below the address of the console, such as `https://monitor.city.example`."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def page(self, leads: Sequence[int]) -> str:
        if len(leads) == 1:
            return f"{self._address}/leads/{leads[0]}"
        return f"{self._address}/leads"

    def issue(
        self, connection: Connection, *, person: str, leads: Sequence[int], seen: Mapping[int, int], expires_at: Ms
    ) -> str:
        del connection, person, seen, expires_at
        return self.page(leads)


NAMES = Names(areas={"360104": Bilingual("青云谱区", "Qingyunpu")}, platforms={"hema": Bilingual("河马外卖", "Hema")})

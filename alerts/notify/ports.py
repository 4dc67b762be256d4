"""The needs of this package: the routing of now, the duty files, links, and the clock.

The commands pass them in; tests have smaller ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from alerts.routing import Channel, Force, HandlingTerm, Policy, Question, Route, RouteStep, Routing
from schemas.instants import Ms

Clock = Callable[[Connection], Ms]
"""The present instant, by the database's clock where it has one, so that several notifiers agree."""


class Router(Protocol):
    """Routes, channels and times, as data of the bureau."""

    def route(self, question: Question, /) -> Route:
        """The route of a lead."""

    def stand_ins(self, question: Question, /) -> tuple[RouteStep, ...]:
        """The people who are told in the place of those who cannot be reached, in their order; of no times."""

    def channel(self, id: str, /) -> Channel:  # noqa: A002  the shape's own name
        """The channel of that id."""

    def policy(self, severity: str | None, /) -> Policy:
        """The times of a severity."""

    def term(self, severity: str | None, /) -> HandlingTerm | None:
        """The term within which a lead of a severity is to be handled; None where there is none."""

    def force(self, rule: str, /) -> Force | None:
        """The force of the clause behind a rule; None where it is not listed."""


@dataclass(frozen=True, slots=True)
class RotaFiles:
    """The duty files as they are: their texts as one text, its digest, and the rota that they hold."""

    text: str
    digest: str
    routing: Routing


class DutyFolder(Protocol):
    """The duty files of now, and those from which people were told before."""

    def files(self) -> RotaFiles | None:
        """The files of now; None where there is no duty folder."""

    def read(self, text: str, /) -> Routing | None:
        """The rota of earlier files; None where this release cannot read them."""


class LinkIssuer(Protocol):
    """Addresses of the console: with a token for one person, or of a page that wants a login."""

    def issue(
        self, connection: Connection, *, person: str, leads: Sequence[int], seen: Mapping[int, int], expires_at: Ms
    ) -> str:
        """An address with a token, written down in the caller's transaction."""

    def page(self, leads: Sequence[int], /) -> str:
        """The address of the page of these leads; of none: the first page, with the rota."""

"""The shapes that this package needs of others: routes and people, links, and the clock; structural but for the rota.

`alerts.routing` and `alerts.signing` have classes of these shapes; tests have smaller ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from alerts.routing import Routing
from alerts.words import Bilingual
from schemas.instants import Ms

Clock = Callable[[Connection], Ms]
"""The present instant, by the database's clock where it has one, so that several notifiers agree."""


@dataclass(frozen=True, slots=True)
class LeadQuestion:
    """A lead as routes are found by: its rule, sector, area, mode and severity, and the instant."""

    rule: str
    sector: str | None
    area: str | None
    mode: str | None
    severity: str | None
    at: Ms


class Recipient(Protocol):
    """A person who is told. `language`: zh or en; `channels`: ids."""

    @property
    def id(self) -> str:
        """The name of the account."""

    @property
    def language(self) -> str:
        """The language of the messages."""

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels by their ids."""


class ToldStep(Protocol):
    """A step of a route: `after_ms` from the first message, `people` are told, in their `role`."""

    @property
    def after_ms(self) -> int:
        """The time from the first message."""

    @property
    def role(self) -> str:
        """One of on_duty, second, head, gateway, fallback."""

    @property
    def people(self) -> Sequence[Recipient]:
        """The people of the step."""


class LeadRoute(Protocol):
    """A department, its steps, the reasons, and whether anybody covers the lead."""

    @property
    def department(self) -> str:
        """The department's id."""

    @property
    def steps(self) -> Sequence[ToldStep]:
        """The steps, the first first."""

    @property
    def because(self) -> Sequence[Bilingual]:
        """The rows of the files that led there."""

    @property
    def covered(self) -> bool:
        """False where nobody is on duty and the fallback is told."""

    @property
    def digest(self) -> bool:
        """True where it is no message of its own, but counted in a digest."""


class ChannelEntry(Protocol):
    """A channel of the routing files. `secret` names a file or an environment variable; `group`: a robot in a group chat."""

    @property
    def id(self) -> str:
        """The channel's id."""

    @property
    def kind(self) -> str:
        """One of wecom, dingtalk, feishu, smtp, webhook."""

    @property
    def address(self) -> str:
        """The service's address."""

    @property
    def secret(self) -> str | None:
        """The name of the secret's place, never the secret."""

    @property
    def group(self) -> bool:
        """True where several people read."""


class SendPolicy(Protocol):
    """Times of a severity: at once or grouped, the quiet hours, the waits, and from how many leads a digest is sent."""

    @property
    def at_once(self) -> bool:
        """True where neither the wait of a group nor quiet hours hold a message."""

    def held_until(self, at: Ms, /) -> Ms:
        """The end of the quiet hours that an instant lies in; the instant itself outside of them."""

    @property
    def group_ms(self) -> int:
        """The longest wait of a group's first message."""

    @property
    def again_ms(self) -> int:
        """The shortest time between two messages about a group."""

    @property
    def digest_over(self) -> int:
        """The number of leads beyond which a message lists none."""


class Router(Protocol):
    """Routes, channels and times, as data of the bureau."""

    def route(self, question: LeadQuestion, /) -> LeadRoute:
        """The route of a lead."""

    def channel(self, id: str, /) -> ChannelEntry:  # noqa: A002  the shape's own name
        """The channel of that id."""

    def policy(self, severity: str | None, /) -> SendPolicy:
        """The times of a severity."""


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

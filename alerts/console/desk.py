"""The parts that pages are made from, built once by the command that serves them, and what they need from elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Engine

from alerts.accounts import DeskAccounts, Looks, Sessions
from alerts.console.settings import ConsoleSettings
from alerts.ledger import Ledger
from alerts.signing import Links
from alerts.words import Names
from schemas.bilingual import Bilingual
from schemas.instants import Ms


class OnDuty(Protocol):
    """A person of the rota, as far as a page names one."""

    @property
    def id(self) -> str:
        """The account of the person."""

    @property
    def zh(self) -> str:
        """The name in Chinese."""

    @property
    def en(self) -> str:
        """The name in English."""


class DutyRota(Protocol):
    """The rota: the people on duty in a department at an instant, and the next change after it."""

    def on_duty(self, department: str, at: Ms) -> Sequence[OnDuty]:
        """The people on duty; none where there is a gap."""

    def next_change(self, department: str, at: Ms) -> tuple[Ms, Sequence[OnDuty]] | None:
        """The next instant at which other people are on duty, and these; None where none is known."""


@dataclass(frozen=True, slots=True)
class DutyFault:
    """A change of the duty files that cannot be used: the instant at which it was seen, and its faults as a text."""

    since: Ms
    text: str


@dataclass(frozen=True, slots=True)
class Duty:
    """The rota by department, and what follows from it for a person or a lead. Each may be absent.

    `calendar`: the iCalendar feed of a person. `handle_by`: until when (ms) a lead of a severity, raised at an instant, is to be
    decided by the bureau's own rule; null where it has none. `fault`: why the files as they are now cannot be used, so that an
    earlier rota is shown.
    """

    rota: DutyRota
    departments: Mapping[str, Bilingual]
    calendar: Callable[[str], bytes] | None = None
    handle_by: Callable[[str | None, Ms], Ms | None] | None = None
    fault: DutyFault | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause that a rule stands on: its title, where it is written, its words, and its force."""

    title: Bilingual
    source: str
    quote: str
    force: Bilingual


@dataclass(frozen=True, slots=True)
class Reliance:
    """The reliance on the monitor: true where it can be relied on. `is_good` is null where nothing is known about it."""

    is_good: bool | None
    faults: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything behind the pages. `clauses` by rule; `now` gives the present instant (ms) for what is shown, not written.

    `read_duty` is called for each page, so that a change of the duty folder needs no restart.
    """

    settings: ConsoleSettings
    engine: Engine
    ledger: Ledger
    accounts: DeskAccounts
    sessions: Sessions
    looks: Looks
    links: Links
    names: Names
    now: Callable[[], Ms]
    reliance: Callable[[], Reliance]
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    read_duty: Callable[[], Duty | None] = lambda: None

    def called(self) -> dict[str, str]:
        """The names of people by those of their accounts, the disabled ones too: history names them for ever."""
        return {each.name: each.called for each in self.accounts.all()}

    @property
    def duty(self) -> Duty | None:
        """The rota of this moment; null where there is none. A page reads it once."""
        return self.read_duty()

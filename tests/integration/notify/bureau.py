"""A bureau for tests: a ledger, an outbox, services in memory, and a clock that is moved by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from sqlalchemy import Engine, select

from alerts.database import UnitOfWork
from alerts.leads import Action
from alerts.ledger import Ledger
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.notifier import Notifier
from alerts.notify.outbox.leasing import Delivering
from alerts.notify.parcel import Parcel
from alerts.notify.ports import DutyFolder, Router
from alerts.notify.tables import ATTEMPTS, MESSAGE_LEADS, MESSAGES
from alerts.notify.text.rendering import Writer
from alerts.routing import Channel
from schemas.findings.finding import Finding, Kind, Severity
from schemas.instants import Ms
from schemas.legal_days import SHANGHAI
from tests.unit.alerts.builders import HOUR, WORKER, found, standing
from tests.unit.notify.desk import NAMES, Desk, PageLinks

SENT = Answer(Outcome.SENT, "0", "ok")


def ms(local: str) -> Ms:
    return int(datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).timestamp() * 1000)


NOON = ms("2026-11-30T12:00")


class Killed(BaseException):
    """The notifier was killed."""


@dataclass(slots=True)
class Service:
    """A service in memory. `answers`: what it says next; afterwards it takes all."""

    taken: list[Parcel] = field(default_factory=list)
    answers: list[Answer | type[Killed]] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    def __call__(self, _channel: Channel, parcel: Parcel, _now: Ms) -> Answer:
        self.during()
        answer = self.answers.pop(0) if self.answers else SENT
        if isinstance(answer, Answer):
            if answer.outcome in {Outcome.SENT, Outcome.UNKNOWN, Outcome.UNREADABLE}:
                self.taken.append(parcel)
            return answer
        self.taken.append(parcel)
        raise answer


class Bureau:
    """The ledger at `now`. `notifier()` makes a new one, as after a restart."""

    def __init__(self, engine: Engine, ledger: Ledger, now: Ms = NOON) -> None:
        self.engine, self.ledger, self.now = engine, ledger, now
        self.service = Service()
        self.desk: Router = Desk()
        self.links: PageLinks = PageLinks("https://c.example")
        self.budget = 1000
        self.rota: DutyFolder | None = None
        self._versions = count(1)
        self._names = count(1)

    def notifier(self) -> Notifier:
        writer = Writer(NAMES, frozenset({"https://c.example"}))
        name = f"n{next(self._names)}"
        sending = Delivering(name, self.desk, writer, self.links, self.budget, frozenset())
        return Notifier(self.engine, sending, self.service, lambda _: self.now, random=lambda: 0.0, rota=self.rota)

    def finds(self, *findings: Finding, subject: str = WORKER) -> None:
        """The stream says that exactly these hold."""
        said = [one.model_copy(update={"subject": subject}) for one in findings]
        self.ledger.apply([standing(next(self._versions), *said, subject=subject)], self.now)

    def signs(self, lead: int, actor: str = "wang") -> None:
        self.ledger.act(lead, Action.ACKNOWLEDGE, actor, None, self.now)

    def passes(self, ms: int) -> None:
        self.now += ms

    def round(self, notifier: Notifier | None = None) -> list[Parcel]:
        """Plan and send all that is due; what arrived, in its order."""
        before = len(self.service.taken)
        notifier = notifier or self.notifier()
        notifier.plan()
        while (channels := notifier.due()) and sum(notifier.deliver(channel) for channel in channels):
            continue
        return self.service.taken[before:]

    def states(self) -> list[str]:
        with UnitOfWork(self.engine, writes=False) as unit:
            return list(unit.connection.execute(select(MESSAGES.c.state).order_by(MESSAGES.c.number)).scalars())

    def dropped(self) -> list[str | None]:
        query = select(MESSAGE_LEADS.c.dropped).order_by(MESSAGE_LEADS.c.message, MESSAGE_LEADS.c.lead)
        with UnitOfWork(self.engine, writes=False) as unit:
            return list(unit.connection.execute(query).scalars())

    def attempts(self) -> Sequence[tuple[str | None, str | None]]:
        query = select(ATTEMPTS.c.outcome, ATTEMPTS.c.code).order_by(ATTEMPTS.c.message, ATTEMPTS.c.attempt)
        with UnitOfWork(self.engine, writes=False) as unit:
            return [(row.outcome, row.code) for row in unit.connection.execute(query)]


def holds(
    start_h: int = -5,
    end_h: int | None = None,
    *,
    severity: Severity | None = Severity.MINOR,
    kind: Kind = Kind.BREACH,
    measured: int = 15_000_000,
) -> Finding:
    """A finding from so many hours after the noon of the test's day, to so many."""
    base = NOON // HOUR
    end = None if end_h is None else base + end_h
    return found(base + start_h, end, severity=severity, kind=kind, measured=measured)

"""Looks at workers' data: each is a row that is written before the page is shown, and never changed. Read by the data officer."""

from dataclasses import dataclass

from sqlalchemy import Engine, insert, select

from alerts.accounts.tables import LOOKS
from alerts.database.clock import instant
from alerts.database.unit import UnitOfWork
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a lead: when (ms), by whom, by which page, from which address. `number` counts the looks."""

    number: int
    at: Ms
    account: str
    lead: int
    via: str
    address: str


@dataclass(frozen=True, slots=True)
class LookFilter:
    """The looks to read, the latest first; null means any. `before`: numbers below it, for the next page."""

    account: str | None = None
    lead: int | None = None
    before: int | None = None
    limit: int = 100


class Looks:
    """The looks behind an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, account: str, lead: int, via: str, address: str) -> None:
        """Write down a look. Whoever shows a worker's data calls this first, and shows nothing where it fails."""
        with UnitOfWork(self._engine) as unit:
            now = instant(unit.connection)
            row = {"at": now, "account": account, "lead": lead, "via": via, "address": address[:64]}
            unit.connection.execute(insert(LOOKS).values(**row))
            unit.commit()

    def read(self, wanted: LookFilter) -> list[Look]:
        """The looks wanted, the latest first."""
        query = select(LOOKS.c.id, LOOKS.c.at, LOOKS.c.account, LOOKS.c.lead, LOOKS.c.via, LOOKS.c.address)
        for column, value in ((LOOKS.c.account, wanted.account), (LOOKS.c.lead, wanted.lead)):
            query = query if value is None else query.where(column == value)
        if wanted.before is not None:
            query = query.where(LOOKS.c.id < wanted.before)
        with UnitOfWork(self._engine, writes=False) as unit:
            return [
                Look(*row) for row in unit.connection.execute(query.order_by(LOOKS.c.id.desc()).limit(wanted.limit))
            ]

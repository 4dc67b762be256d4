"""Silences of one database: adds, lists and ends them, each in a transaction of its own."""

from sqlalchemy import Engine

from alerts.database.clock import instant
from alerts.database.unit import UnitOfWork
from alerts.notify.outbox.silencing import add_silence, end_silence, silences_at
from alerts.notify.stages.holding import Silence
from schemas.instants import Ms


class Silencer:
    """The silences behind an engine. A silence holds messages back until it ends, closing ones excepted; it drops none."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, actor: str, reason: str, until: Ms, *, rule: str | None, platform: str | None, department: str | None
    ) -> int:
        """Silence a rule, platform, department (None: any) from now until an instant; return its number. `NotAllowedError`."""
        with UnitOfWork(self._engine) as unit:
            now = instant(unit.connection)
            number = add_silence(unit.connection, Silence(0, rule, platform, department, now, until, actor, reason))
            unit.commit()
        return number

    def list(self) -> list[Silence]:
        """List those that go on, and those to come."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return silences_at(unit.connection, instant(unit.connection))

    def end(self, number: int) -> None:
        """End one now. `NotAllowedError` where none of that number goes on."""
        with UnitOfWork(self._engine) as unit:
            end_silence(unit.connection, number, instant(unit.connection))
            unit.commit()

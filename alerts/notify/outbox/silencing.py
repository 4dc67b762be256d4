"""Silences in SQL: reads those of an instant, writes one, ends one."""

from sqlalchemy import Connection, func, insert, select, update

from alerts.errors import NotAllowedError
from alerts.notify.stages.holding import Silence
from alerts.notify.tables import SILENCES
from schemas.instants import Ms


def silences_at(connection: Connection, at: Ms) -> list[Silence]:
    """The silences of an instant, and those to come."""
    query = select(SILENCES).where(SILENCES.c.ends_at > at).order_by(SILENCES.c.number)
    return [Silence(*row) for row in connection.execute(query)]


def add_silence(connection: Connection, silence: Silence) -> int:
    """Write a silence down under the next number, which is returned. `NotAllowedError` without actor, reason or length."""
    if not silence.reason.strip() or not silence.actor.strip():
        raise NotAllowedError("a silence needs an actor and a reason; give both")
    if silence.ends_at <= silence.starts_at:
        raise NotAllowedError("a silence ends after it begins; give a later end")
    number = int(connection.execute(select(func.coalesce(func.max(SILENCES.c.number), 0))).scalar_one()) + 1
    connection.execute(
        insert(SILENCES).values(
            number=number,
            rule=silence.rule,
            platform=silence.platform,
            department=silence.department,
            starts_at=silence.starts_at,
            ends_at=silence.ends_at,
            actor=silence.actor,
            reason=silence.reason,
        )
    )
    return number


def end_silence(connection: Connection, number: int, at: Ms) -> None:
    """End a silence at an instant. `NotAllowedError` where there is none of that number that goes on."""
    ended = update(SILENCES).where(SILENCES.c.number == number, SILENCES.c.ends_at > at).values(ends_at=at)
    if connection.execute(ended).rowcount == 0:
        raise NotAllowedError(f"there is no silence {number} that goes on; `silences list` shows those there are")

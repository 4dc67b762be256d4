"""Failed sign-ins in the database, so that several consoles share the limits: counting, forgetting, and what they add up to."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, text

from alerts.accounts.limits import ACCOUNT, ADDRESS, DEVICE, WINDOW_MS, FailureCount, Limit, waits
from alerts.accounts.tables import DEVICES, FAILURES
from alerts.database.tokens import digest_of_token
from schemas.instants import Ms


def waiting(connection: Connection, name: str, address: str, device: str | None, now: Ms) -> tuple[Ms, tuple[str, ...]]:
    """The time until an attempt is taken, and what it counts against: its known device, else account and address."""
    known = None if device is None else _known_device(connection, device, name)
    limits: dict[str, Limit]
    if known is not None:
        limits = {f"device {known}": DEVICE}
    else:
        # A name may be anything that somebody types: its digest is as long for all.
        limits = {f"account {digest_of_token(name)}": ACCOUNT, f"address {address}": ADDRESS}
    _take_turns(connection, sorted(limits))
    counts = [_counted(connection, key, limit, now) for key, limit in limits.items()]
    return waits(counts, now), tuple(limits)


def count_failure(connection: Connection, counted: Sequence[str], now: Ms) -> list[int]:
    """Count a failure against each of these, forget those that count no more, and return the numbers of the new rows."""
    connection.execute(delete(FAILURES).where(FAILURES.c.at < now - WINDOW_MS))
    added = (insert(FAILURES).values(counted=key, at=now).returning(FAILURES.c.id) for key in counted)
    return [connection.execute(each).scalar_one() for each in added]


def forget_failures(connection: Connection, numbers: Sequence[int]) -> None:
    """Take back failures that were counted, of an attempt that was right."""
    connection.execute(delete(FAILURES).where(FAILURES.c.id.in_(numbers)))


def _take_turns(connection: Connection, keys: Sequence[str]) -> None:
    """Wait for other attempts that count against the same, so that many at once are not all free. SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        for key in keys:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


def _known_device(connection: Connection, device: str, name: str) -> str | None:
    digest = digest_of_token(device)
    query = select(DEVICES.c.digest).where(DEVICES.c.digest == digest, DEVICES.c.account == name)
    return connection.execute(query).scalar_one_or_none()


def _counted(connection: Connection, key: str, limit: Limit, now: Ms) -> FailureCount:
    query = select(func.count(), func.max(FAILURES.c.at))
    failures, latest = connection.execute(query.where(FAILURES.c.counted == key, FAILURES.c.at > now - WINDOW_MS)).one()
    return FailureCount(limit, failures, latest)

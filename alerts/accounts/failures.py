"""Failed sign-ins in the database, so that several consoles share the limits: counting, forgetting, and what they add up to."""

import ipaddress
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, insert, select, text

from alerts.accounts.limits import ACCOUNT, ADDRESS, DEVICE, WINDOW_MS, FailureCount, Limit, waits
from alerts.accounts.tables import DEVICES, FAILURES
from alerts.database.tokens import digest_of_token
from schemas.instants import Ms


def limits_of_sign_in(connection: Connection, name: str, address: str, device: str | None) -> dict[str, Limit]:
    """The limits that a sign-in counts against: that of its known device, else those of account and address."""
    known = None if device is None else _known_device(connection, device, name)
    if known is not None:
        return {f"device {known}": DEVICE}
    # A name may be anything that somebody types: its digest is as long for all.
    return {f"account {digest_of_token(name)}": ACCOUNT, f"address {network_of(address)}": ADDRESS}


def limits_of_change(name: str) -> dict[str, Limit]:
    """The limits that the old password counts against where a session gives another."""
    return {f"change {digest_of_token(name)}": DEVICE}


def network_of(address: str) -> str:
    """The addresses that one stranger has: of version 6 the 64 bits that a provider gives to one line.

    >>> network_of("2001:db8::7"), network_of("::ffff:203.0.113.9"), network_of("203.0.113.9"), network_of("unknown")
    ('2001:db8::/64', '203.0.113.9', '203.0.113.9', 'unknown')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004 - of the protocol
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def waiting(connection: Connection, limits: Mapping[str, Limit], now: Ms) -> Ms:
    """The time until an attempt is taken that counts against these."""
    return waits([_counted(connection, key, limit, now) for key, limit in limits.items()], now)


def count_failure(connection: Connection, counted: Sequence[str], now: Ms) -> list[int]:
    """Count a failure against each of these, forget those that count no more, and return the numbers of the new rows."""
    connection.execute(delete(FAILURES).where(FAILURES.c.at < now - WINDOW_MS))
    added = (insert(FAILURES).values(counted=key, at=now).returning(FAILURES.c.id) for key in counted)
    return [connection.execute(each).scalar_one() for each in added]


def forget_failures(connection: Connection, numbers: Sequence[int]) -> None:
    """Take back failures that were counted, of an attempt that was right."""
    connection.execute(delete(FAILURES).where(FAILURES.c.id.in_(numbers)))


def take_turns(connection: Connection, keys: Sequence[str]) -> None:
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
    # what is of a later instant was written before the clock was set back: it would hold everybody up until then
    lately = FAILURES.c.at.between(now - WINDOW_MS + 1, now)
    failures, latest = connection.execute(query.where(FAILURES.c.counted == key, lately)).one()
    return FailureCount(limit, failures, latest)

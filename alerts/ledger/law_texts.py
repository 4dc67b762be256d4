"""The texts of the law by digest: written with the first set that names a digest, for whoever holds a finding against its law.

A digest is the SHA-256 of its text, so that a text proves itself. Who writes a set has the text of one law, that of its own
release; another digest is recorded without a text, until somebody who has it writes here.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from alerts.errors import NoSuchLawError
from alerts.ledger.tables import LAW_TEXTS

LEAST_DIGITS = 6
"""The fewest digits of a digest that a law is looked up by."""


_WHERE: Final = "`leads show` prints the digest of a finding's law, `ledger law` lists all that are here"


@dataclass(frozen=True, slots=True)
class RecordedLaw:
    """A law by its digest. `text` is null where it is not at hand; `recorded_at` (ms): when a set named it first."""

    digest: str
    text: str | None
    recorded_at: int


def digest_of(text: str) -> str:
    """The digest of a law's text, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_laws(connection: Connection, digests: Iterable[str], texts: Mapping[str, str], recorded_at: int) -> None:
    """Record the digests that are not there yet, with their texts as far as these are at hand; a text that is there stays."""
    rows = [{"digest": one, "text": texts.get(one), "recorded_at": recorded_at} for one in sorted(set(digests))]
    if not rows:
        return
    new = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(LAW_TEXTS)
    without_text = LAW_TEXTS.c.text.is_(None)
    filled = new.on_conflict_do_update(
        index_elements=["digest"], set_={"text": new.excluded.text}, where=without_text & new.excluded.text.is_not(None)
    )
    connection.execute(filled, rows)


def read_law(connection: Connection, digest: str) -> RecordedLaw:
    """The law of a digest, or of its first digits; `NoSuchLawError` where there is none or there are several."""
    query = select(LAW_TEXTS).where(LAW_TEXTS.c.digest.startswith(digest, autoescape=True)).order_by(LAW_TEXTS.c.digest)
    found = [RecordedLaw(*row) for row in connection.execute(query.limit(2))] if len(digest) >= LEAST_DIGITS else []
    if len(found) == 1:
        return found[0]
    raise NoSuchLawError(f"given the digest {digest!r}: {_why(digest, found)}; {_WHERE}")


def _why(digest: str, found: list[RecordedLaw]) -> str:
    if len(digest) < LEAST_DIGITS:
        return f"allowed are {LEAST_DIGITS} to 64 of its digits"
    if found:
        begin = ", ".join(f"{one.digest[: len(digest) + 6]}…" for one in found)
        return f"several laws begin so ({begin}): give more digits"
    return "no finding here was judged by it"


def read_laws(connection: Connection) -> list[RecordedLaw]:
    """All laws, the first recorded first."""
    query = select(LAW_TEXTS).order_by(LAW_TEXTS.c.recorded_at, LAW_TEXTS.c.digest)
    return [RecordedLaw(*row) for row in connection.execute(query)]

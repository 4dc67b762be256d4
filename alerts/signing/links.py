"""Links by which one person signs one group of leads: issued in the transaction of the message, opened, and used once.

To sign is the ledger's step `acknowledge`, with the person as its actor, in one transaction with the use of the link. A link that
is opened changes nothing, so that the preview of a chat program signs nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, RowMapping, exists, insert, select, update

from alerts.database.clock import instant
from alerts.database.tokens import TOKEN_CHARACTERS, digest_of_token, new_token
from alerts.database.unit import UnitOfWork
from alerts.errors import LedgerError
from alerts.leads import Action
from alerts.ledger.acting import ActionRequest, act
from alerts.ledger.storing import lock_head
from alerts.signing.linked import LinkedLead, linked_leads
from alerts.signing.tables import LINKED_LEADS, SIGN_LINKS
from schemas.instants import Ms

PATH: Final = "/s/"
"""The path that tokens stand behind."""

_is_token = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_CHARACTERS}}}").fullmatch

MaySign = Callable[[Connection, str], bool]
"""True where a person may sign now, by their account."""


class LinkError(LedgerError):
    """The link opens nothing: there is none of this token, its time is over, or its person may not sign."""


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A link whose time is not over: its person and leads. `used_at` (ms): when it signed; null while it can still."""

    digest: str
    person: str
    expires_at: Ms
    used_at: Ms | None
    leads: tuple[LinkedLead, ...]

    @property
    def unsigned(self) -> tuple[LinkedLead, ...]:
        """The leads that a press signs: those that nobody has signed, and that were not merged into others."""
        return tuple(each for each in self.leads if each.can_be_signed)


@dataclass(frozen=True, slots=True)
class Signed:
    """The outcome of a press: the link afterwards, and the numbers that were signed by it.

    `more`: the leads that have grown since the person saw them; then nothing was signed, and the link can still be used.
    """

    link: OpenedLink
    signed: tuple[int, ...] = ()
    more: tuple[int, ...] = ()


class Links:
    """The links behind an engine, at the one address that they name, such as `https://desk.example`."""

    def __init__(self, engine: Engine, address: str, may_sign: MaySign) -> None:
        self._engine = engine
        self._address = address.rstrip("/")
        self._may_sign = may_sign

    def issue(
        self, connection: Connection, *, person: str, leads: Sequence[int], seen: Mapping[int, int], expires_at: Ms
    ) -> str:
        """A new link for a person, written in the caller's transaction: an address with a token that is stored nowhere.

        `seen`: the latest entry of each lead that the message is about. Only for a message that the person alone reads.
        """
        token = new_token()
        digest = digest_of_token(token)
        link = {"digest": digest, "person": person, "issued_at": instant(connection), "expires_at": expires_at}
        connection.execute(insert(SIGN_LINKS).values(**link))
        rows = [{"digest": digest, "lead": number, "seen": seen[number]} for number in dict.fromkeys(leads)]
        connection.execute(insert(LINKED_LEADS), rows)
        return f"{self._address}{PATH}{token}"

    def page(self, leads: Sequence[int]) -> str:
        """The address of a page of these leads, behind sign-in: for a message that several people read."""
        if len(leads) == 1:
            return f"{self._address}/leads/{leads[0]}"
        return f"{self._address}/leads?numbers={','.join(map(str, leads))}"

    def open(self, token: str) -> OpenedLink:
        """The link of a token, for showing: changes nothing. `LinkError`."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return self._opened(unit.connection, _row(unit.connection, token))

    def sign(self, token: str, seen: Mapping[int, int]) -> Signed:
        """Sign the leads of a link, all that can be signed or none. `LinkError`.

        `seen`: the latest entry of each lead on the page that was pressed; where it names none, that of the message.
        """
        self.open(token)  # who has no link takes no lock that all who write leads wait for
        with UnitOfWork(self._engine) as unit:
            lock_head(unit.connection)  # as all who write leads: nobody signs or amends one in between
            link = self._opened(unit.connection, _row(unit.connection, token))
            if link.used_at is not None:
                return Signed(link)
            unsigned = link.unsigned
            more = tuple(
                each.number for each in unsigned if each.says_more_than(seen.get(each.number), unit.connection)
            )
            if more:
                return Signed(link, more=more)
            for each in unsigned:
                act(unit.connection, each.number, ActionRequest(Action.ACKNOWLEDGE, link.person, None, None), None)
            if unsigned:
                _use(unit.connection, link.digest)
            after = self._opened(unit.connection, _row(unit.connection, token))
            unit.commit()
        return Signed(after, tuple(each.number for each in unsigned))

    def was_sent(self, person: str, number: int) -> bool:
        """True where a link to the lead was issued for the person: then its page is the person's to see."""
        with UnitOfWork(self._engine, writes=False) as unit:
            query = select(SIGN_LINKS.c.digest).join(LINKED_LEADS, LINKED_LEADS.c.digest == SIGN_LINKS.c.digest)
            found = query.where(SIGN_LINKS.c.person == person, LINKED_LEADS.c.lead == number)
            return bool(unit.connection.execute(select(exists(found))).scalar_one())

    def _opened(self, connection: Connection, row: RowMapping | None) -> OpenedLink:
        now = instant(connection)
        if row is None or not row["issued_at"] <= now < row["expires_at"]:
            raise LinkError("there is no such link, or its time is over")
        if not self._may_sign(connection, row["person"]):
            raise LinkError("the person of this link may not sign")
        leads = linked_leads(connection, row["digest"])
        return OpenedLink(row["digest"], row["person"], row["expires_at"], row["used_at"], leads)


def _row(connection: Connection, token: str) -> RowMapping | None:
    """The row of a token. It is looked up by its digest, so that the time of it gives no token away."""
    if not _is_token(token):
        return None
    query = select(SIGN_LINKS).where(SIGN_LINKS.c.digest == digest_of_token(token))
    return connection.execute(query).mappings().one_or_none()


def _use(connection: Connection, digest: str) -> None:
    still = (SIGN_LINKS.c.digest == digest) & SIGN_LINKS.c.used_at.is_(None)
    connection.execute(update(SIGN_LINKS).where(still).values(used_at=instant(connection)))

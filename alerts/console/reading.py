"""Reads the leads that an account may see: lists with filters and pages, one lead, neighbours for its drawing, counts."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from alerts.accounts import DeskAccount
from alerts.console.desk import Desk
from alerts.console.guards.visits import AbsentError
from alerts.database.unit import UnitOfWork
from alerts.errors import NoSuchLeadError
from alerts.leads import Lead, Standing
from alerts.ledger import History
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS
from alerts.ledger.taken import is_open, is_taken_by
from alerts.signing.tables import LINKED_LEADS, SIGN_LINKS
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

PAGE: Final = 50
"""Leads of one page of the list: one press takes all of them."""

MOST_NUMBERS: Final = 100
"""Leads named one by one in an address."""

NOBODY: Final = "~"
"""In the place of a person: nobody. No account can have this name."""

STANDS: Final = Standing.STANDING.value
_NEAR: Final = 20
"""Leads beside one that its drawing shows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The leads of a list; empty means any. `before`: numbers below it, for the next page. `mine`: that the account has.

    `person`: the account that has them, `NOBODY` for open ones that nobody has.
    """

    rule: str = ""
    severity: str = ""
    kind: str = ""
    handling: str = ""
    platform: str = ""
    area: str = ""
    assignee: str = ""
    standing: str = STANDS
    person: str = ""
    mine: bool = False
    running: bool = False
    unsigned: bool = False
    since: Ms | None = None
    numbers: tuple[int, ...] = ()
    before: int | None = None


def visible(account: DeskAccount) -> ColumnElement[bool]:
    """True for leads that are the account's to see: of its areas, with it, or sent to it by a link."""
    if account.sees_all:
        return true()
    sent = select(LINKED_LEADS.c.lead).join(SIGN_LINKS, SIGN_LINKS.c.digest == LINKED_LEADS.c.digest)
    sent_to_it = LEADS.c.number.in_(sent.where(SIGN_LINKS.c.person == account.name))
    its_area = LEADS.c.area.in_(account.areas) if account.areas else false()
    return or_(its_area, LEADS.c.assignee == account.name, sent_to_it)


def to_sign(account: DeskAccount) -> ColumnElement[bool]:
    """True for leads that wait for a signature: enforced, certain or indicated, standing, and new."""
    told = and_(LEADS.c.kind != "undecidable", or_(LEADS.c.mode.is_(None), LEADS.c.mode != "observe"))
    return and_(visible(account), told, LEADS.c.standing == Standing.STANDING.value, LEADS.c.handling == "new")


def read_page(desk: Desk, account: DeskAccount, wanted: Wanted) -> tuple[list[Lead], bool]:
    """The leads of one page, the newest number first, and if there are more."""
    query = select(LEADS).where(visible(account), *_conditions(account, wanted)).order_by(LEADS.c.number.desc())
    found = _leads(desk, query.limit(PAGE + 1))
    return found[:PAGE], len(found) > PAGE


def read_some(desk: Desk, condition: ColumnElement[bool], most: int) -> tuple[list[Lead], int]:
    """The gravest and newest leads of a condition, and how many there are."""
    weight = case({"grave": 0, "serious": 1, "minor": 2}, value=LEADS.c.severity, else_=3)
    query = select(LEADS).where(condition).order_by(weight, LEADS.c.number.desc()).limit(most)
    with UnitOfWork(desk.engine, writes=False) as unit:
        total = unit.connection.execute(select(func.count()).select_from(LEADS).where(condition)).scalar_one()
        return [lead_of_row(row) for row in unit.connection.execute(query).mappings()], total


def read_oldest(desk: Desk, condition: ColumnElement[bool], most: int) -> list[Lead]:
    """The leads of a condition that were raised first: those whose day is nearest."""
    query = select(LEADS).where(condition).order_by(LEADS.c.number).limit(most)
    with UnitOfWork(desk.engine, writes=False) as unit:
        return [lead_of_row(row) for row in unit.connection.execute(query).mappings()]


def is_running(account: DeskAccount) -> ColumnElement[bool]:
    """True for open leads whose time is not over."""
    return and_(visible(account), is_open(), LEADS.c.standing == Standing.STANDING.value, LEADS.c.ends_at.is_(None))


def is_mine(account: DeskAccount) -> ColumnElement[bool]:
    """True for open leads that the account has."""
    return and_(visible(account) if not account.sees_all else true(), is_open(), is_taken_by(account.name))


def read_lead(desk: Desk, account: DeskAccount, number: int) -> History:
    """A lead with its history; `AbsentError` where there is none, or it is not the account's to see."""
    try:
        found = desk.ledger.lead(number)
    except NoSuchLeadError:
        raise AbsentError from None
    lead = found.lead
    if account.sees_area(lead.finding.area) or account.name == lead.assignee:
        return found
    if desk.links.was_sent(account.name, number):
        return found
    raise AbsentError


def read_near(desk: Desk, account: DeskAccount, lead: Lead) -> list[Lead]:
    """Other leads about the same time: of the same subject, and of the same area in bad weather."""
    finding = lead.finding
    overlaps = and_(LEADS.c.starts_at < finding.until, LEADS.c.until > finding.starts_at - DAY_MS)
    weather = and_(LEADS.c.area == finding.area, LEADS.c.rule.in_(("pace_not_eased", "dispatch_under_red")))
    related = or_(LEADS.c.subject == finding.subject, weather) if finding.area else LEADS.c.subject == finding.subject
    stands = LEADS.c.standing != Standing.SUPERSEDED.value
    query = select(LEADS).where(visible(account), overlaps, related, stands, LEADS.c.number != lead.number)
    return _leads(desk, query.order_by(LEADS.c.number.desc()).limit(_NEAR))


def read_counts(desk: Desk, column_name: str) -> dict[str, tuple[int, int]]:
    """The number of leads that stand, and of workers or areas behind them, by a column."""
    column = LEADS.c[column_name]
    query = select(column, func.count(), func.count(LEADS.c.subject.distinct()))
    query = query.where(LEADS.c.standing == Standing.STANDING.value).group_by(column)
    with UnitOfWork(desk.engine, writes=False) as unit:
        return {value or "": (leads, subjects) for value, leads, subjects in unit.connection.execute(query)}


def _conditions(account: DeskAccount, wanted: Wanted) -> list[ColumnElement[bool]]:
    names = ("rule", "severity", "kind", "handling", "platform", "area", "assignee", "standing")
    found: list[ColumnElement[bool]] = [
        LEADS.c[name] == getattr(wanted, name) for name in names if getattr(wanted, name)
    ]
    if wanted.person:
        taken = and_(LEADS.c.handling == "new", LEADS.c.assignee.is_(None))
        found.append(and_(is_open(), taken if wanted.person == NOBODY else is_taken_by(wanted.person)))
    if wanted.mine:
        found.append(is_mine(account))
    if wanted.running:
        found.append(and_(is_open(), LEADS.c.ends_at.is_(None)))
    if wanted.unsigned:
        found.append(to_sign(account))
    if wanted.since is not None:
        found.append(LEADS.c.raised_at >= wanted.since)
    if wanted.numbers:
        found.append(LEADS.c.number.in_(wanted.numbers[:MOST_NUMBERS]))
    if wanted.before is not None:
        found.append(LEADS.c.number < wanted.before)
    return found


def _leads(desk: Desk, query: Select[Any]) -> list[Lead]:
    with UnitOfWork(desk.engine, writes=False) as unit:
        return [lead_of_row(row) for row in unit.connection.execute(query).mappings()]

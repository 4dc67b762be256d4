"""The duty page: to sign, with me, running, due today, on duty, and if the monitor can be relied on. For viewers, counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from alerts.accounts import AccountRight, DeskAccount
from alerts.console.desk import Desk, Duty
from alerts.console.guards.visits import Visit, count_in, visit
from alerts.console.reading import is_mine, is_running, read_counts, read_oldest, read_some, to_sign
from alerts.console.rendering import show
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import length, moment, short
from alerts.console.views.counts import shown_counts, shown_total
from alerts.console.views.rows import LeadRow, row_of, rows
from alerts.leads import Lead
from alerts.words import RULES, SEVERITIES
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

router: Final = APIRouter()

_TO_SIGN: Final = 10
_SHOWN: Final = 6
"""Leads of a list on this page: those to sign, and of each other one; a phone shows no more without scrolling."""

_MOST_DUE: Final = 200
"""Leads of one person that are looked through for those due, the oldest first; with more overdue, the number says enough."""


@dataclass(frozen=True, slots=True)
class DutyNow:
    """The people on duty in a department, and from when which others are."""

    department: str
    now: str
    then: str


@router.get("/")
def duty(visited: Annotated[Visit, Depends(visit)]) -> Response:
    """Show the page that an account begins with."""
    account = visited.account
    if account.may(AccountRight.LOOKS):
        return RedirectResponse("/looks", 303)
    desk, tongue = visited.desk, visited.tongue
    now, query, rota = desk.now(), visited.request.query_params, desk.duty
    values: dict[str, Any] = {"signing": None, "counts": None}
    if account.may(AccountRight.LEADS):
        values |= _leads(desk, account, tongue, now, rota)
    if account.may(AccountRight.COUNTS) and not account.may(AccountRight.LEADS):
        values["counts"] = _counts(desk, tongue)
    return show(
        visited,
        "duty.html",
        signed=count_in(query, "signed"),
        refused=count_in(query, "refused"),
        now=short(now),
        shifts=_shifts(rota, now, tongue),
        rota_fault=None if rota is None else _fault(rota, account),
        reliance=desk.reliance(),
        written=_written(desk, now, tongue),
        **values,
    )


def _leads(desk: Desk, account: DeskAccount, tongue: Tongue, now: Ms, rota: Duty | None) -> dict[str, Any]:
    called = desk.called()

    def shown(leads: list[Lead]) -> list[LeadRow]:
        return rows(leads, desk.names, tongue, called)

    signing, to_sign_all = read_some(desk, to_sign(account), _TO_SIGN)
    mine, mine_all = read_some(desk, is_mine(account), _SHOWN)
    running, running_all = read_some(desk, is_running(account), _SHOWN)
    waiting = [lead for each in (to_sign, is_mine) for lead in read_oldest(desk, each(account), _MOST_DUE)]
    due = _due(waiting, now, rota)
    return {
        "signing": shown(signing),
        "to_sign_all": to_sign_all,
        "mine": shown(mine),
        "mine_all": mine_all,
        "running": shown(running),
        "running_all": running_all,
        "due": [(short(by), by <= now, row_of(lead, desk.names, tongue, called)) for by, lead in due[:_SHOWN]],
        "due_all": len(due),
        "has_due": rota is not None and rota.handle_by is not None,
    }


def _due(leads: list[Lead], now: Ms, rota: Duty | None) -> list[tuple[Ms, Lead]]:
    """The leads that are to be decided today, or were to be already: until when, and the lead."""
    if rota is None or rota.handle_by is None:
        return []
    found: dict[int, tuple[Ms, Lead]] = {}
    for lead in leads:
        by = rota.handle_by(lead.finding.severity, lead.raised_at)
        if by is not None and (by <= now or moment(by).date() == moment(now).date()):
            found[lead.number] = (by, lead)
    return sorted(found.values(), key=lambda each: (each[0], each[1].number))


def _fault(rota: Duty, account: DeskAccount) -> tuple[str, str] | None:
    """The fault of the duty files, since when and which, for those who can mend them."""
    if rota.fault is None or not account.may(AccountRight.ACCOUNTS):
        return None
    return short(rota.fault.since), rota.fault.text


def _shifts(duty_: Duty | None, now: Ms, tongue: Tongue) -> list[DutyNow]:
    if duty_ is None:
        return []
    found = []
    for department, name in duty_.departments.items():
        people = tongue.pick("、", ", ").join(
            tongue.pick(one.zh, one.en) for one in duty_.rota.on_duty(department, now)
        )
        change = duty_.rota.next_change(department, now)
        then = ""
        if change is not None:
            following = tongue.pick("、", ", ").join(tongue.pick(one.zh, one.en) for one in change[1])
            then = f"{short(change[0])} {following or tongue.pick('无人', 'nobody')}"
        found.append(DutyNow(tongue.of(name), people, then))
    return found


def _written(desk: Desk, now: Ms, tongue: Tongue) -> tuple[str, bool]:
    """The time since the ledger was last written to, and if that is more than a day."""
    at = desk.ledger.head().recorded_at
    if not at:
        return tongue.pick("台账尚无记录", "nothing is in the ledger yet"), True
    ago = max(0, now - at)
    return tongue.pick(
        f"台账最近记录于{length(ago, tongue)}前", f"the ledger was last written to {length(ago, tongue)} ago"
    ), (ago > DAY_MS)


def _counts(desk: Desk, tongue: Tongue) -> dict[str, Any]:
    """The counts of leads that stand, without any that is of a few people."""
    named: dict[str, tuple[str, Callable[[str], str]]] = {
        "rule": (tongue.pick("按规则", "by rule"), lambda value: tongue.word(value, RULES)),
        "severity": (tongue.pick("按等级", "by severity"), lambda value: tongue.word(value, SEVERITIES)),
        "area": (tongue.pick("按区域", "by area"), lambda value: tongue.of(desk.names.area(value))),
        "platform": (tongue.pick("按平台", "by platform"), lambda value: tongue.of(desk.names.platform(value))),
    }
    tables = []
    total = None
    for column, (title, name) in named.items():
        counts = read_counts(desk, column)
        total = shown_total(counts)
        shown = shown_counts(counts)
        entries = [(name(value) if value else tongue.pick("不分", "none"), n) for value, n in shown.items()]
        tables.append((title, sorted(entries, key=lambda each: (-(each[1] or 0), each[0]))))
    return {"total": total, "tables": tables}

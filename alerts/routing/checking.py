"""Checks of a duty folder that was read: cover over the next days, years without a notice, swaps, people without a channel."""

from collections.abc import Iterator
from dataclasses import dataclass

from alerts.routing.local_time import shown
from alerts.routing.rota import DutyGap
from alerts.routing.routing import Routing
from schemas.bilingual import Bilingual
from schemas.instants import Ms
from schemas.legal_days import date_of, day_start, legal_day


@dataclass(frozen=True, slots=True)
class DutyDoubt:
    """Something about a duty folder that leaves people untold (`is_fault`) or that somebody may not have meant.

    `row`: file and line; empty where no row is to blame.
    """

    row: str
    text: Bilingual
    is_fault: bool = True


def doubts(routing: Routing, start: Ms, end: Ms) -> tuple[DutyDoubt, ...]:
    """Everything doubtful in a duty folder for `[start, end)`, faults first."""
    found = [
        *_years(routing, start, end),
        *_cover(routing, start, end),
        *_swaps(routing, start),
        *_people(routing),
        *_desk(routing),
    ]
    return tuple(sorted(found, key=lambda each: not each.is_fault))


def _years(routing: Routing, start: Ms, end: Ms) -> Iterator[DutyDoubt]:
    """The years without a notice that a shift needs in the interval, each once."""
    unknown: dict[int, str] = {}
    for shifts in routing.rota.shifts.values():
        for shift in shifts:
            if shift.known_to is None or (shift.last is not None and shift.last < shift.known_to):
                continue
            if day_start(shift.known_to) < end and (shift.last is None or shift.last >= legal_day(start)):
                unknown.setdefault(date_of(max(shift.known_to, legal_day(start))).year, shift.row)
    for year, row in sorted(unknown.items()):
        zh = f"{year}年放假调休安排未载入：工作日、休息日班次自{year}年起无从判断。请在 years 中写入国务院办公厅通知"
        en = f"the notice of days off of {year} is not at hand: nothing is guessed; add it under `years`"
        yield DutyDoubt(row, Bilingual(zh, en))
    for year in range(date_of(legal_day(start)).year, date_of(legal_day(end - 1)).year + 1):
        if year not in unknown and not routing.rota.calendar.is_known(year):
            zh = f"{year}年放假调休安排未载入：节日在哪几天无从得知，不作推测"
            en = f"the notice of days off of {year} is not at hand: of its festivals nothing is known, nothing is guessed"
            yield DutyDoubt("", Bilingual(zh, en), is_fault=False)


def _cover(routing: Routing, start: Ms, end: Ms) -> Iterator[DutyDoubt]:
    for department, row in routing.files.rows("departments").items():
        name = routing.name(department)
        if department not in routing.rota.shifts:
            zh, en = (
                f"{name.zh}没有班次：线索将转给下一部门或兜底人员",
                f"{name.en} has no shift: its leads go to others",
            )
            yield DutyDoubt(row.row, Bilingual(zh, en))
            continue
        for gap in routing.gaps(department, start, end):
            span, over = f"{shown(gap.start)} – {shown(gap.end)}", _festivals(routing, gap)
            zh = f"{name.zh} {span} 无人值班{over.zh}：{gap.because.zh}"
            yield DutyDoubt(row.row, Bilingual(zh, f"{name.en}: nobody from {span}{over.en}: {gap.because.en}"))


def _festivals(routing: Routing, gap: DutyGap) -> Bilingual:
    """The festivals that a gap falls on, as the end of its sentence; empty where none is known there."""
    names = routing.rota.calendar.festivals(legal_day(gap.start), legal_day(gap.end - 1))
    if not names:
        return Bilingual("", "")
    zh, en = "、".join(each.zh for each in names), ", ".join(each.en for each in names)
    return Bilingual(f"，正值{zh}", f", over {en}")


def _swaps(routing: Routing, start: Ms) -> Iterator[DutyDoubt]:
    rows = sorted(routing.files.rows("swaps").values(), key=lambda row: (row.shape.asked_by, row.shape.start))
    ends: dict[str, tuple[Ms, str]] = {}
    for row in rows:
        asker, (end, other) = row.shape.asked_by, ends.get(row.shape.asked_by, (0, ""))
        if other and row.shape.start < end:
            zh, en = f"{asker} 的换班与 {other} 重叠", f"the swap of {asker} overlaps {other}: the earlier row counts"
            yield DutyDoubt(row.row, Bilingual(zh, en))
        ends[asker] = max((end, other), (row.shape.until, row.row))
        if row.shape.approved_by is None and row.shape.until > start:
            yield DutyDoubt(
                row.row, Bilingual("换班未经批准，不生效", "the swap is not approved and has no effect"), is_fault=False
            )


def _people(routing: Routing) -> Iterator[DutyDoubt]:
    for row in routing.files.rows("people").values():
        if not row.shape.channels:
            yield DutyDoubt(row.row, Bilingual(f"{row.shape.zh}没有通知渠道", f"{row.shape.en} has no channel"))
    for row in routing.files.rows("departments").values():
        if not row.shape.heads:
            text = Bilingual(
                f"{row.shape.zh}没有负责人：无人签收时无法上报", f"{row.shape.en} has no head to escalate to"
            )
            yield DutyDoubt(row.row, text, is_fault=False)
    for row in routing.files.rows("shifts").values():
        for name in row.shape.order:
            if routing.people[name].department != row.shape.department:
                text = Bilingual(f"{name} 不属于 {row.shape.department}", f"{name} is of another department")
                yield DutyDoubt(row.row, text, is_fault=False)


def _desk(routing: Routing) -> Iterator[DutyDoubt]:
    row = "" if routing.files.desk is None else routing.files.desk.row
    if not routing.fallback:
        yield DutyDoubt(row, Bilingual("desk.fallback 未指定兜底人员", "desk.fallback names nobody"))
    if not routing.analysts:
        text = Bilingual(
            "desk.analysts 未指定分析员：仅观察的线索无摘要",
            "desk.analysts names nobody: no digest of what is observed",
        )
        yield DutyDoubt(row, text, is_fault=False)

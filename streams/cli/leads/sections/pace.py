"""The figures of a lead about pace as rows of text, in the order in which they are worked out by hand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from alerts.words import LEVELS, both
from schemas.findings.figures import (
    Baseline,
    Counted,
    Intake,
    LinesRest,
    PaceFigures,
    Period,
    Promise,
    SlotRow,
    WarnedTime,
)
from streams.cli.leads.sections.words import at, slot, until
from streams.cli.wording import thousandths

SUM_COLUMNS: Final = (
    "合计\nsums",
    ">时段数\nslots",
    ">已知在线\nknown active ms",
    ">含未知\nwith unknown ms",
    ">接单\norders",
    ">有承诺\npromised",
    ">承诺时长\npromised ms",
    ">路程\nmetres",
)
"""The columns of `sum_rows`."""

LEVEL_COLUMNS: Final = (
    "等级\nlevel",
    ">比例\nshare %",
    ">时段数\nslots",
    ">已知在线\nknown active ms",
    ">含未知\nwith unknown ms",
    ">路程\nmetres",
)
"""The columns of `level_rows`."""

WARNING_COLUMNS: Final = ("预警\nwarning", "等级\nlevel", "自\nfrom", "至\nto")
"""The columns of `warning_rows`."""

SLOT_COLUMNS: Final = (
    "时段自\nslot from",
    "区域\narea",
    "等级\nlevel",
    ">已知在线\nknown ms",
    ">含未知\nwith unknown",
    ">接单\norders",
    ">有承诺\npromised",
    ">承诺时长\npromised ms",
    ">路程\nmetres",
)
"""The columns of `slot_rows`."""

_SEEN: Final = {
    True: "数据可见 the figures show it",
    False: "数据未见 the figures do NOT show it",
    None: "数据不足以判断 the figures cannot tell",
}
_LIMITED: Final = {True: "已限单 limited", False: "未限单 NOT limited"}


def pace_rows(figures: PaceFigures) -> Iterator[tuple[str, str]]:
    """Rows of what is usual, what was allowed, and of each declared measure whether the figures show it."""
    yield "判定时间 judged time", f"{_time(figures.judged)}，{figures.slots} 个十分钟时段 slots of 10 min"
    yield from _compared(figures)
    for declared in figures.declared:
        time = _time(Period(start=declared.start, end=declared.end))
        what = f"{declared.measure}，{declared.area}，{time}，event {declared.event_id}"
        yield "平台申报 declared", f"{what}：{_SEEN[declared.visible]}"


def sum_rows(figures: PaceFigures) -> Iterator[tuple[str, ...]]:
    """The sums over the judged slots, and over the usual ones."""
    yield "判定 judged", str(figures.slots), *_row(figures.counted)
    if figures.baseline is not None:
        yield "平时 usual", str(figures.baseline.slots), *_row(figures.baseline.counted)


def level_rows(figures: PaceFigures) -> Iterator[tuple[str, ...]]:
    """The judged slots of each level, with the share asked for."""
    for each in figures.levels:
        sums = (each.share, each.slots, each.active_low, each.active_high, each.metres)
        yield both(each.level, LEVELS), *map(str, sums)


def warning_rows(warned: Iterable[WarnedTime]) -> Iterator[tuple[str, ...]]:
    """The warnings of each episode by their start, and the level of the episode from when on, to the millisecond."""
    for episode in warned:
        for each in episode.warnings:
            yield each.warning, both(each.level, LEVELS), at(each.start), until(each.end, each.start)
        yield from _not_listed(episode.warnings_rest, "预警 warnings")
        ends = [*(each.start for each in episode.levels[1:]), episode.listed_until]
        for held, end in zip(episode.levels, ends, strict=True):
            kind = episode.episode.rpartition("/")[2]
            yield f"最高 highest，{kind}", both(held.level, LEVELS), at(held.start), until(end, held.start)
        yield from _not_listed(episode.levels_rest, "等级 levels")


def _not_listed(rest: LinesRest | None, what: str) -> Iterator[tuple[str, ...]]:
    """The row of what a finding does not list."""
    if rest is not None:
        yield f"另有 {rest.lines} 条未列 more {what}，sha256 {rest.sha256}", "", at(rest.start), ""


def slot_rows(rows: Sequence[SlotRow]) -> Iterator[tuple[str, ...]]:
    """Each slot with its sums, and their total."""
    for row in rows:
        yield slot(row.start), row.area, "" if row.level is None else both(row.level, LEVELS), *map(str, _sums(row))
    yield "合计 total", "", "", *map(str, map(sum, zip(*map(_sums, rows), strict=True)))


def _sums(row: SlotRow) -> tuple[int, ...]:
    return row.active_low, row.active_high, row.accepted, row.promised, row.promised_ms, row.metres


def _row(sums: Counted) -> tuple[str, ...]:
    figures = (sums.active_low, sums.active_high, sums.accepted, sums.promised, sums.promised_ms, sums.metres)
    return tuple(map(str, figures))


def _compared(figures: PaceFigures) -> Iterator[tuple[str, str]]:
    if figures.baseline is None or figures.intake is None:
        yield (
            "平时 usual",
            "未知：前几周和预警前在线时间都太少 unknown: too little active time in earlier weeks and before",
        )
        return
    yield from _usual(figures.baseline)
    yield from _orders(figures.intake, figures.counted.accepted)
    if figures.promise is None:
        yield "承诺 promise", "未知：有承诺和路程的订单太少 unknown: too few orders with a promise and a distance"
    else:
        yield from _promise(figures.promise, figures.counted.promised_ms)


def _usual(baseline: Baseline) -> Iterator[tuple[str, str]]:
    weeks = ", ".join(map(str, baseline.weeks))
    same = f"前 {weeks} 周的相同时段 the same slots {weeks} week(s) earlier"
    yield "平时 usual", same if baseline.weeks else "预警前的时段 the slots before the warning"
    for each in baseline.times:
        yield "平时时间 usual time", _time(each)


def _orders(intake: Intake, accepted: int) -> Iterator[tuple[str, str]]:
    readings = (
        ("已知 known", intake.usual_low, intake.allowed_low, intake.limited_low),
        ("含未知 with unknown", intake.usual_high, intake.allowed_high, intake.limited_high),
    )
    for name, usual, allowed, limited in readings:
        verdict = f"允许 allowed {allowed}，接单 taken {accepted}：{_LIMITED[limited]}"
        yield f"接单 orders，{name}", f"平时每小时 usual an hour {thousandths(usual)}，{verdict}"


def _promise(promise: Promise, promised_ms: int) -> Iterator[tuple[str, str]]:
    verdict = "已延长 extended" if promise.extended else "未延长 NOT extended"
    yield "承诺 promise", f"承诺 promised {promised_ms} ms，应承诺 required {promise.asked_ms} ms：{verdict}"
    a_km = (
        f"承诺 promised {promise.promised_a_km}，平时 usual {promise.usual_a_km}，应承诺 required {promise.asked_a_km}"
    )
    yield "每公里毫秒 ms a km", a_km


def _time(period: Period) -> str:
    return f"{at(period.start)} – {until(period.end, period.start)}"

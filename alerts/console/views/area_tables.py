"""The tables of a lead about an area in bad weather: sums, levels, slots against the usual, warnings, pushes under red."""

from collections.abc import Iterator
from typing import Final

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount, exact, lasting, length, short
from alerts.console.views.tables import PageTable, table
from alerts.words import LEVELS, MEASURES
from schemas.findings.figures import PaceFigures, SlotRow, WarnedTime
from schemas.findings.finding import Finding
from schemas.findings.under_red import UnderRed

_RATE: Final = "orders/1000 h"


def area_tables(finding: Finding, tongue: Tongue) -> Iterator[PageTable]:
    """The tables of the figures about an area, where a finding has them."""
    if finding.pace is not None:
        yield from _pace(finding, finding.pace, tongue)
    if finding.under_red is not None:
        yield from _red(finding.under_red, tongue)


def _pace(finding: Finding, pace: PaceFigures, tongue: Tongue) -> Iterator[PageTable]:
    pick = tongue.pick
    yield _compared(finding, pace, tongue)
    columns = (
        pick("等级", "level"),
        pick(">要求减少", ">reduction asked"),
        pick(">时段", ">slots"),
        pick(">在线", ">active"),
    )
    rows = [
        (tongue.word(one.level, LEVELS), f"{one.share} %", str(one.slots), lasting(one.active_low))
        for one in pace.levels
    ]
    yield table(pick("各等级", "By level"), columns, rows, len(rows))
    yield _warnings(pace.warned, tongue)
    yield _slots(pick("判定时段", "Judged slots"), pace.by_slot, tongue)
    if pace.baseline is not None:
        yield _slots(pick("平时时段", "Usual slots"), pace.baseline.by_slot, tongue)
    if pace.declared:
        columns = (
            pick("措施", "measure"),
            pick("自", "from"),
            pick("至", "to"),
            pick("数据可见", "seen in the figures"),
        )
        seen = {True: pick("是", "yes"), False: pick("否", "no"), None: pick("不明", "cannot tell")}
        declared = [
            (tongue.word(one.measure, MEASURES), short(one.start), short(one.end), seen[one.visible])
            for one in pace.declared
        ]
        yield table(pick("平台申报的措施", "Measures declared"), columns, declared, len(declared))


def _compared(finding: Finding, pace: PaceFigures, tongue: Tongue) -> PageTable:
    pick = tongue.pick
    rows: list[tuple[str, ...]] = []
    if pace.intake is not None:
        one = pace.intake
        usual = amount(one.usual_low, _RATE, tongue)
        allowed = _orders(one.allowed_low, finding.limit, tongue)
        limited = one.limited_low and one.limited_high
        same = finding.measured_low if finding.measured_low == finding.measured_high else None
        taken = _orders(pace.counted.accepted, same, tongue)
        rows.append(
            (pick("接单量", "orders taken"), taken, usual, allowed, pick("是", "yes") if limited else pick("否", "no"))
        )
    if pace.promise is not None:
        promise = pace.promise
        lengths = (length(each, tongue) for each in (promise.promised_a_km, promise.usual_a_km, promise.asked_a_km))
        extended = pick("是", "yes") if promise.extended else pick("否", "no")
        rows.append((pick("每公里承诺时限", "time promised a km"), *lengths, extended))
    columns = (
        "",
        pick("预警期间", "in the warning"),
        pick("平时", "usual"),
        pick("要求", "asked for"),
        pick("达到", "met"),
    )
    return table(pick("与平时相比", "Against the usual"), columns, rows, len(rows))


def _orders(count: int, rate: int | None, tongue: Tongue) -> str:
    """A number of orders, with what it comes to an active hour, which is what the usual is stated in."""
    shown = amount(count, "orders", tongue)
    return shown if rate is None else f"{shown} ({amount(rate, _RATE, tongue)})"


def _slots(title: str, slots: tuple[SlotRow, ...], tongue: Tongue) -> PageTable:
    pick = tongue.pick
    columns = (
        pick("十分钟", "slot"), pick("等级", "level"), pick(">在线", ">active"), pick(">接单", ">orders"),
        pick(">接单累计", ">orders, sum"),
    )  # fmt: skip
    return table(title, columns, _slot_rows(slots, tongue), len(slots))


def _slot_rows(slots: tuple[SlotRow, ...], tongue: Tongue) -> Iterator[tuple[str, ...]]:
    total = 0
    for one in slots:
        total += one.accepted
        yield short(one.start), tongue.word(one.level, LEVELS), lasting(one.active_low), str(one.accepted), f"{total:,}"


def _warnings(warned: tuple[WarnedTime, ...], tongue: Tongue) -> PageTable:
    pick = tongue.pick
    spans = [span for each in warned for span in each.warnings]
    columns = (pick("自", "from"), pick("至", "to"), pick("等级", "level"), pick("预警编号", "warning"))
    rows = ((short(one.start), short(one.end), tongue.word(one.level, LEVELS), one.warning) for one in spans)
    more = sum(each.warnings_rest.lines for each in warned if each.warnings_rest is not None)
    note = pick(f"另有{more:,}条未列", f"{more:,} more are not listed") if more else ""
    return table(pick("预警", "Warnings"), columns, rows, len(spans), note)


def _red(red: UnderRed, tongue: Tongue) -> Iterator[PageTable]:
    pick = tongue.pick
    yield _warnings(red.warned, tongue)
    pushes, note = red.pushes or (), "" if red.pushes is not None else pick("过多未列", "too many to be listed")
    rows = ((str(number), exact(each)) for number, each in enumerate(pushes, 1))
    yield table(pick("计入的推送", "Pushes that count"), (">#", pick("推送", "pushed")), rows, len(pushes), note)

"""The tables of a lead about rest or days: pieces of time with a running sum, orders pushed, platforms, legal days."""

from collections.abc import Iterator

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import exact, lasting, length
from alerts.console.views.tables import PageTable, table
from alerts.words import REASONS, Names
from schemas.findings.finding import Evidence, Finding
from schemas.findings.rest_figures import DispatchFigures, OtherStretch, RestFigures
from schemas.findings.stated import DayStated


def rest_tables(finding: Finding, names: Names, tongue: Tongue) -> Iterator[PageTable]:
    """The tables of the figures about rest that a finding has."""
    if finding.rest is not None:
        yield _platforms(finding.rest, names, tongue)
        yield _pieces(finding.rest, tongue, tongue.pick("时段明细", "Pieces of time"))
        if finding.rest.other is not None:
            yield _pieces(
                finding.rest.other, tongue, tongue.pick("另一依据的时段明细", "Pieces of time on the other basis")
            )
    if finding.dispatch is not None:
        yield _orders(finding.dispatch, tongue)
    days = [one for one in finding.evidence if one.day is not None]
    if days:
        pick = tongue.pick
        columns = (
            pick("日", "day"),
            pick(">已知", ">known"),
            pick(">含未知", ">with unknown"),
            pick("未知原因", "why unknown"),
            *((pick(">在线，已知", ">online, known"),) if _has_online(days) else ()),
        )
        rows = (_day_cells(one.id, one.day, tongue) for one in days if one.day is not None)
        yield table(pick("逐日", "Days"), columns, rows, len(days))


def _has_online(days: list[Evidence]) -> bool:
    return any(one.day is not None and one.day.online_low is not None for one in days)


def _day_cells(name: str, day: DayStated, tongue: Tongue) -> tuple[str, ...]:
    """The cells of a legal day; all known time online stands last, where the lead has a second opinion by it."""
    cells = name, length(day.low, tongue), length(day.high, tongue), _why(day.reasons, tongue)
    return cells if day.online_low is None else (*cells, length(day.online_low, tongue))


def _platforms(rest: RestFigures, names: Names, tongue: Tongue) -> PageTable:
    columns = (
        tongue.pick("平台", "platform"),
        tongue.pick(">已知", ">known"),
        tongue.pick(">含未知", ">with unknown"),
    )
    rows = (
        (tongue.of(names.platform(each.platform)), lasting(each.low_ms), lasting(each.high_ms))
        for each in rest.platforms
    )
    return table(tongue.pick("各平台", "By platform"), columns, rows, len(rest.platforms))


def _pieces(rest: RestFigures | OtherStretch, tongue: Tongue, title: str) -> PageTable:
    """The pieces of the stretch, with what they and the pieces before add up to: the last sum is the figure of the lead."""
    pick = tongue.pick
    columns = (
        pick("自", "from"), pick("至", "to"), pick(">工作", ">work"), pick(">未知", ">unknown"),
        pick(">累计", ">sum"), pick("未知原因", "why unknown"),
    )  # fmt: skip
    if rest.pieces is None:
        return table(title, columns, (), 0, pick("过多未列", "too many to be listed"))
    return table(title, columns, _piece_rows(rest, tongue), len(rest.pieces))


def _piece_rows(rest: RestFigures | OtherStretch, tongue: Tongue) -> Iterator[tuple[str, ...]]:
    total = 0
    for each in rest.pieces or ():
        lasted = each.end - each.start
        total += lasted
        work, unknown = (lasting(lasted), "") if each.known else ("", lasting(lasted))
        yield exact(each.start), exact(each.end), work, unknown, lasting(total), _why(each.reasons, tongue)


def _orders(dispatch: DispatchFigures, tongue: Tongue) -> PageTable:
    pick = tongue.pick
    columns = (">#", pick("订单", "order"), pick("接单", "accepted"), pick("开始", "begins"), pick("分派", "assigned"))
    orders = dispatch.orders or ()
    rows = (
        (
            str(number),
            each.order,
            exact(each.accepted_at),
            exact(each.begins_at),
            pick({"pushed": "平台推送", "grabbed": "劳动者抢单"}.get(each.assigned, each.assigned), each.assigned),
        )
        for number, each in enumerate(orders, 1)
    )
    note = pick("过多未列", "too many to be listed") if dispatch.orders is None else ""
    return table(pick("到限后推送的订单", "Orders pushed after the limit"), columns, rows, len(orders), note)


def _why(reasons: tuple[str, ...], tongue: Tongue) -> str:
    return tongue.pick("、", ", ").join(tongue.word(each, REASONS) for each in reasons)

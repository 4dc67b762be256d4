"""The figures of a lead as sections of its page: all rows from which they are added up by hand, each sort in a table."""

from collections.abc import Iterable

from schemas.findings.figures import PaceFigures, PayFigures
from schemas.findings.finding import Evidence, Finding
from schemas.findings.rest_figures import RestFigures
from schemas.findings.under_red import UnderRed
from schemas.instants import Ms
from streams.cli.leads.sections.pace import (
    LEVEL_COLUMNS,
    SLOT_COLUMNS,
    SUM_COLUMNS,
    WARNING_COLUMNS,
    level_rows,
    pace_rows,
    slot_rows,
    sum_rows,
    warning_rows,
)
from streams.cli.leads.sections.pay import ENTRY_COLUMNS, PLACE_COLUMNS, entry_rows, pay_rows, place_rows
from streams.cli.leads.sections.pay import PIECE_COLUMNS as PAY_PIECE_COLUMNS
from streams.cli.leads.sections.pay import piece_rows as pay_piece_rows
from streams.cli.leads.sections.red import (
    COUNTING_COLUMNS,
    PUSH_COLUMNS,
    RED_COLUMNS,
    RED_SLOT_COLUMNS,
    counting_rows,
    push_rows,
    red_rows,
    red_slot_rows,
    rest_rows,
)
from streams.cli.leads.sections.rest import (
    ORDER_COLUMNS,
    PIECE_COLUMNS,
    PLATFORM_COLUMNS,
    STRETCH_COLUMNS,
    dispatch_rows,
    order_rows,
    other_stretch_rows,
    piece_rows,
    platform_rows,
    stretch_rows,
)
from streams.cli.output import print_line, print_table


def section(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Print a blank line, the title and the table."""
    print_line("")
    print_line(title)
    print_table(columns, rows)


def too_many(title: str) -> None:
    """Print, in the place of a table, that there are more rows than a finding lists."""
    print_line("")
    print_line(f"{title}：过多未列 too many to be listed")


def print_figures(finding: Finding, rest_lead: int | None) -> None:
    """The rows that the figures come from, each sort in a section."""
    if finding.pace is not None:
        _pace(finding.pace)
    if finding.pay is not None:
        _pay(finding.pay, finding.evidence)
    if finding.rest is not None:
        _stretch(finding.rest, finding.starts_at)
    if finding.dispatch is not None:
        section("应休仍派单 Dispatch", ("", ""), dispatch_rows(finding.dispatch, rest_lead))
        section("推送订单 Orders pushed", ORDER_COLUMNS, order_rows(finding.dispatch.orders or ()))
    if finding.red is not None:
        section("红色时段 Red", RED_COLUMNS, red_rows(finding.red))
    if finding.under_red is not None:
        _under_red(finding.under_red)


def _pace(pace: PaceFigures) -> None:
    """The sums, and the warnings and slots that they come from, where the finding lists them."""
    section("节奏 Pace", ("", ""), pace_rows(pace))
    section("合计 Sums", SUM_COLUMNS, sum_rows(pace))
    section("各等级 By level", LEVEL_COLUMNS, level_rows(pace))
    if pace.warned:
        section("预警 Warnings", WARNING_COLUMNS, warning_rows(pace.warned))
    if pace.by_slot:
        section("判定时段 Judged slots", SLOT_COLUMNS, slot_rows(pace.by_slot))
    if pace.baseline is not None and pace.baseline.by_slot:
        section("平时时段 Usual slots", SLOT_COLUMNS, slot_rows(pace.baseline.by_slot))


def _pay(pay: PayFigures, evidence: tuple[Evidence, ...]) -> None:
    """The entries, places and pieces of time that the figures of pay come from."""
    section("报酬 Pay", ("", ""), pay_rows(pay))
    section("报酬记录 Pay entries", ENTRY_COLUMNS, entry_rows(evidence))
    section("各地工时 Hours by place", PLACE_COLUMNS, place_rows(pay.places))
    if pay.pieces is None:
        too_many("工时分段 Pieces of time")
    else:
        section("工时分段 Pieces of time", PAY_PIECE_COLUMNS, pay_piece_rows(pay.pieces))
    if pay.other is not None:
        section("另一依据各地工时 Other basis, by place", PLACE_COLUMNS, place_rows(pay.other.places))
        section("另一依据工时分段 Other basis, pieces", PAY_PIECE_COLUMNS, pay_piece_rows(pay.other.pieces or ()))


def _stretch(rest: RestFigures, starts_at: Ms) -> None:
    """The stretches, the pieces that they are the sum of, and each platform's own time."""
    section("连续工作时段 Stretches", STRETCH_COLUMNS, stretch_rows(rest, starts_at))
    if rest.pieces is None:
        too_many("时段明细 Pieces of time")
    else:
        section("时段明细（毫秒） Pieces of time, ms", PIECE_COLUMNS, piece_rows(rest))
    section("各平台 By platform", PLATFORM_COLUMNS, platform_rows(rest.platforms))
    if rest.other is not None:
        section("另一依据时段 Other basis, stretches", STRETCH_COLUMNS, other_stretch_rows(rest.other))
        if rest.other.pieces is None:
            too_many("另一依据明细 Other basis, pieces of time")
        else:
            section("另一依据明细（毫秒） Other basis, pieces of time, ms", PIECE_COLUMNS, piece_rows(rest.other))


def _under_red(under_red: UnderRed) -> None:
    section("计入时间 Times that count", COUNTING_COLUMNS, counting_rows(under_red.counting))
    if under_red.rest is not None:
        section("未列时段 Times not listed", ("", ""), rest_rows(under_red.rest))
    if under_red.pushes is None or under_red.by_slot is None:
        too_many("推送与时段 Pushes and slots")
    else:
        section("推送 Pushes that count", PUSH_COLUMNS, push_rows(under_red.pushes))
        section("时段 Slots", RED_SLOT_COLUMNS, red_slot_rows(under_red.by_slot))
    section("预警 Warnings", WARNING_COLUMNS, warning_rows(under_red.warned))

"""The evidence of a lead as tables: sessions and orders with a running sum, what is not listed, what came late, the law used."""

from collections.abc import Iterator

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount, exact, lasting, length
from alerts.console.views.area_tables import area_tables
from alerts.console.views.law_words import overlaid, parameter_word, value_word
from alerts.console.views.pay_tables import pay_tables
from alerts.console.views.rest_tables import rest_tables
from alerts.console.views.tables import PageTable, table
from alerts.words import REASONS, STATUSES, THINGS, Names
from schemas.bilingual import noun
from schemas.findings.finding import Arrival, Evidence, Finding, LawUsed


def tables_of(finding: Finding, names: Names, tongue: Tongue) -> list[PageTable]:
    """All tables of a finding, the figures before the evidence; those without a row or a note are left out."""
    found = [*pay_tables(finding, names, tongue), *rest_tables(finding, names, tongue), *area_tables(finding, tongue)]
    found.append(_spans(finding, names, tongue))
    if finding.arrival is not None:
        found.append(_late(finding.arrival, names, tongue))
    return [each for each in found if each.rows or each.note]


def law_table(finding: Finding, tongue: Tongue) -> PageTable:
    """The law values that were used, each with its source and status."""
    pick = tongue.pick
    columns = (
        pick("参数", "parameter"),
        pick("数值", "value"),
        pick("生效", "since"),
        pick("核实", "status"),
        pick("出处", "source"),
    )
    rows = (_law(each, tongue) for each in finding.law)
    return table(pick("适用法规", "Law used"), columns, rows, len(finding.law))


def _law(used: LawUsed, tongue: Tongue) -> tuple[str, ...]:
    value = _value(used, tongue) + overlaid(used.replaces, tongue)
    return (
        parameter_word(used.parameter, tongue),
        value,
        used.in_force_from,
        tongue.word(used.status, STATUSES),
        used.source,
    )


def _value(used: LawUsed, tongue: Tongue) -> str:
    """The value for the eye: amounts in their unit, several parted; words as they are."""
    values = [each.strip() for each in used.value.split(",")]
    if used.unit in _AMOUNTS and all(
        each.isascii() and each.isdecimal() and len(each) < _MOST_DIGITS for each in values
    ):
        return tongue.pick("、", ", ").join(amount(int(each), used.unit, tongue) for each in values)
    return value_word(used.value, tongue)


_AMOUNTS = frozenset({"ms", "orders", "fen/h", "weeks", "days", "percent"})
_MOST_DIGITS = 18
"""Digits of a number that 64 bits hold."""

_LATE = 10
"""Late pieces of evidence that are seen at once, the latest first; the others are unfolded."""


def _spans(finding: Finding, names: Names, tongue: Tongue) -> PageTable:
    """The spans of sessions and orders, with what those of each platform and sort add up to so far."""
    pick = tongue.pick
    columns = (
        pick("平台", "platform"), pick("种类", "what"), pick("编号", "id"), pick("自", "from"), pick("至", "to"),
        pick(">时长", ">length"), pick(">分类累计", ">sum of its sort"), pick("数据", "data"),
    )  # fmt: skip
    total = sum(len(one.spans) for one in finding.evidence)
    rest = finding.evidence_rest
    note = ""
    if rest is not None:
        lines = noun(rest.lines, "line more is", "lines more are")
        zh, en = f"另有{rest.lines:,}行证据未列", f"{rest.lines:,} {lines} not listed"
        note = f"{pick(zh, en)}; SHA-256 {rest.sha256}"
    return table(
        pick("会话与订单", "Sessions and orders"), columns, _span_rows(finding.evidence, names, tongue), total, note
    )


def _span_rows(evidence: tuple[Evidence, ...], names: Names, tongue: Tongue) -> Iterator[tuple[str, ...]]:
    """The rows by platform, sort and time, so that a sum grows as the hours do and ends in the figure of the platform."""
    sums: dict[tuple[str, str], int] = {}
    spans = [
        ((one.platform, one.what != "session", one.what, span.start, one.id), span)
        for one in evidence
        for span in one.spans
    ]
    for (platform, _, what, _, number), span in sorted(spans, key=lambda each: each[0]):
        lasted = span.end - span.start
        total = sums[platform, what] = sums.get((platform, what), 0) + lasted
        unknown = tongue.pick("、", ", ").join(tongue.word(each, REASONS) for each in span.reasons)
        known = tongue.pick("已知", "known") if span.known else unknown or tongue.pick("未知", "unknown")
        named = tongue.of(names.platform(platform)), tongue.word(what, THINGS), number
        yield *named, exact(span.start), exact(span.end), lasting(lasted), lasting(total), known


def _late(arrival: Arrival, names: Names, tongue: Tongue) -> PageTable:
    pick = tongue.pick
    columns = (
        pick("平台", "platform"),
        pick("种类", "what"),
        pick("编号", "id"),
        pick("到达", "arrived"),
        pick(">迟到", ">late"),
    )
    rows = (
        (
            tongue.of(names.platform(one.platform)),
            tongue.word(one.what, THINGS),
            one.id,
            exact(one.last),
            length(one.longest_ms, tongue),
        )
        for one in arrival.late
    )
    total = len(arrival.late) + arrival.late_more
    return table(pick("迟到的证据", "Late evidence"), columns, rows, total, unfolded=_LATE)

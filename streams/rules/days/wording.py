"""The sentences of the findings about days."""

from schemas.bilingual import noun
from schemas.findings.finding import Kind, Summary
from schemas.legal_days import day_text
from streams.facts.days.row import DayRow
from streams.law.value import Value
from streams.rules.days.runs import RunCase
from streams.rules.wording import scope_words, span_en, span_zh


def daily_summary(kind: Kind, platform: str, row: DayRow, limit: Value) -> Summary:
    """The finding of `daily_hours`, in one sentence. `limit` in ms; it may be what the platform has agreed to."""
    (where_zh, where_en), on = scope_words(platform), day_text(row.day)
    low, high = row.order_low, row.order_high
    most_zh, most_en = span_zh(limit.number), f"{span_en(limit.number)} a day"
    rule_zh, rule_en = f"标准原则上为每日不超过{most_zh}", f"the standard is in principle {most_en}"
    if limit.where.platform:
        rule_zh, rule_en = f"该平台已承诺每日不超过{most_zh}", f"the platform has agreed to {most_en}"
    if kind is Kind.INDICATION:
        return Summary(
            zh=f"{on}{where_zh}接单工作{span_zh(low)}，{rule_zh}。",
            en=f"Had orders in hand for {span_en(low)} {where_en} on {on}; {rule_en}.",
        )
    return Summary(
        zh=f"{on}{where_zh}接单工作在{span_zh(low)}与{span_zh(high)}之间，数据不足以判定；{rule_zh}。",
        en=(
            f"Had orders in hand for between {span_en(low)} and {span_en(high)} {where_en} on {on}; the data cannot tell "
            f"which, and {rule_en}."
        ),
    )


def weekly_summary(case: RunCase, ends_at: int | None, limit: Value) -> Summary:
    """The finding of `weekly_rest`, in one sentence.

    `ends_at` (ms) is None while the run may go on; `limit` in days, which may be what the platform has agreed to.
    """
    where_zh, where_en = scope_words(case.platform)
    since, until = day_text(case.run.first), day_text(case.run.last)
    more_zh, more_en = ("，尚未结束", " and may go on") if ends_at is None else ("", "")
    rule_zh = f"标准原则上为每周至少休息1天，即连续不超过{limit.number}天"
    rule_en = f"the standard is in principle a day of rest a week, so {_days(limit.number)} in a row"
    if limit.where.platform:
        rule_zh = f"该平台已承诺连续不超过{limit.number}天"
        rule_en = f"the platform has agreed to at most {_days(limit.number)} in a row"
    if case.kind is Kind.INDICATION:
        return Summary(
            zh=f"{where_zh}自{since}至{until}连续{case.low}天接单工作{more_zh}；{rule_zh}。",
            en=f"Worked on {_days(case.low)} in a row {where_en}, from {since} to {until}{more_en}; {rule_en}.",
        )
    return Summary(
        zh=f"{where_zh}自{since}至{until}连续接单工作的天数在{case.low}与{case.high}之间{more_zh}，数据不足以判定；{rule_zh}。",
        en=(
            f"Worked on between {case.low} and {_days(case.high)} in a row {where_en}, from {since} to {until}{more_en}; "
            f"the data cannot tell, and {rule_en}."
        ),
    )


def _days(count: int) -> str:
    return f"{count} {noun(count, 'day')}"

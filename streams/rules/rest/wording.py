"""The sentences of the findings about rest."""

from collections.abc import Sequence

from schemas.bilingual import noun
from schemas.findings.finding import Finding, Kind, Summary
from schemas.legal_days import local_time
from streams.law.terms.rest import RestTerms
from streams.rules.wording import scope_words, span_en, span_zh


def missed_summary(
    kind: Kind, platform: str | None, start: int, end: int | None, low: int, high: int, terms: RestTerms
) -> Summary:
    """The finding of `rest_missed`, in one sentence. Instants and lengths in ms; `end` is None while the stretch runs."""
    limit, least = terms.limit.number, terms.least_break.number
    where_zh, where_en = scope_words(platform)
    when_zh, when_en = f"自{local_time(start)}起至今", f"since {local_time(start)} and still does"
    if end is not None:
        when_zh, when_en = f"自{local_time(start)}至{local_time(end)}", f"from {local_time(start)} to {local_time(end)}"
    rule_zh = f"上限{span_zh(limit)}，其间无不少于{span_zh(least)}的休息"
    rule_en = f"the limit is {span_en(limit)} without a break of at least {span_en(least)}"
    if kind is Kind.BREACH:
        return Summary(
            zh=f"{where_zh}{when_zh}连续工作{span_zh(low)}，{rule_zh}。",
            en=f"Worked {span_en(low)} {where_en} {when_en}; {rule_en}.",
        )
    return Summary(
        zh=f"{where_zh}{when_zh}连续工作在{span_zh(low)}与{span_zh(high)}之间，数据不足以判定；{rule_zh}。",
        en=(
            f"Worked between {span_en(low)} and {span_en(high)} {where_en} {when_en}; "
            f"the data cannot tell which, and {rule_en}."
        ),
    )


def due_summary(platform: str, start: int, high: int, terms: RestTerms) -> Summary:
    """The finding of `rest_due`, in one sentence. Instants and lengths in ms."""
    limit, least = terms.limit.number, terms.least_break.number
    return Summary(
        zh=f"在平台{platform}自{local_time(start)}起已连续工作至多{span_zh(high)}，达到{span_zh(limit)}前应安排不少于{span_zh(least)}的休息。",
        en=(
            f"Up to {span_en(high)} of continuous work on {platform} since {local_time(start)}: "
            f"a break of at least {span_en(least)} is due before {span_en(limit)}."
        ),
    )


def dispatch_summary(breach: Finding, times: Sequence[int]) -> Summary:
    """The finding of `dispatch_during_rest` in the stretch of a breach, in one sentence. `times`: the acceptances, in ms."""
    platform, due, count = breach.platform, local_time(breach.due_at or 0), len(times)
    orders = noun(count, "order")
    return Summary(
        zh=f"平台{platform}在该劳动者于{due}达到连续工作上限后、休息之前仍推送{count}单，首单接单时间{local_time(times[0])}。",
        en=(
            f"{platform} pushed {count} more {orders} to this worker, the first at {local_time(times[0])}, after the limit of "
            f"continuous work was reached at {due} and before a break."
        ),
    )

"""The reasons why a finding may be wrong, each in a sentence: unknown time, the other basis, idle sessions, late data, law."""

from collections.abc import Iterable, Iterator
from typing import Final

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount, clock, length, short
from alerts.console.views.law_words import overlaid, parameter_word
from alerts.leads import Lead
from alerts.words import BASES, KINDS, MODES, REASONS
from schemas.bilingual import noun
from schemas.findings.finding import Evidence, Finding, Scope
from schemas.instants import HOUR_MS, MINUTE_MS

LONG_IDLE_MS: Final = HOUR_MS
"""An hour of a session without an order: long enough that an app may have been left open."""


def doubts(lead: Lead, finding: Finding, tongue: Tongue) -> Iterator[str]:
    """The sentences, the weightiest first; none where nothing stands against the finding."""
    pick = tongue.pick
    if finding.reasons:
        why = pick("、", ", ").join(tongue.word(each, REASONS) for each in finding.reasons)
        yield pick(f"数据不足以判定：{why}", f"the data cannot decide it: {why}")
    yield from _unknown(finding, tongue)
    yield from _other_basis(finding, tongue)
    yield from _idle(finding, tongue)
    yield from _late(lead, finding, tongue)
    yield from _law(finding, tongue)
    if finding.scope is Scope.CROSS_PLATFORM:
        yield pick(
            "须合并各平台数据才能看出，任一平台自身看不到全部",
            "only all platforms together show it; none sees all alone",
        )
    if finding.mode == "observe":
        yield pick("本规则在此地仅观察，不作执法依据", "the rule is only observed at this place, not enforced")


def _unknown(finding: Finding, tongue: Tongue) -> Iterator[str]:
    low, high = finding.measured_low, finding.measured_high
    if finding.unit != "ms" or low is None or high is None or high <= low:
        return
    share = (high - low) * 100 / high
    if high - low < MINUTE_MS and share < 1:
        return
    yield tongue.pick(
        f"其中{length(high - low, tongue)}（{share:.1f}%）数据不明，未计入确定部分",
        f"{length(high - low, tongue)} of it ({share:.1f} %) is unknown, and not in what is certain",
    )


def _other_basis(finding: Finding, tongue: Tongue) -> Iterator[str]:
    other = finding.second_opinion
    if other is None or other.kind == finding.kind:
        return
    basis = "order" if finding.basis == "online" else "online"
    verdict = tongue.word(other.kind, KINDS) if other.kind else tongue.pick("不构成线索", "no finding")
    measured = amount(other.measured, finding.unit, tongue)
    named = tongue.word(basis, BASES)
    yield tongue.pick(f"改按{named}计为{measured}：{verdict}", f"by {named} time it is {measured}: {verdict}")


def _idle(finding: Finding, tongue: Tongue) -> Iterator[str]:
    """The longest time of a session in which the platform had no order of the worker."""
    sessions = [one for one in finding.evidence if one.what == "session"]
    orders = [one for one in finding.evidence if one.what == "order"]
    if not sessions or finding.evidence_rest is not None:
        return
    idle = max(_idle_times(sessions, orders), default=(0, 0, 0))
    if idle[0] >= LONG_IDLE_MS:
        lasted, start, end = idle
        yield tongue.pick(
            f"{short(start)}–{clock(end)}在线{length(lasted, tongue)}而无订单，可能未下线",
            f"{length(lasted, tongue)} online without an order, {short(start)} to {clock(end)}: the app may have been left open",
        )


def _idle_times(sessions: Iterable[Evidence], orders: Iterable[Evidence]) -> Iterator[tuple[int, int, int]]:
    busy = sorted((span.start, span.end) for one in orders for span in one.spans)
    for one in sessions:
        for span in one.spans:
            last = span.start
            for start, end in busy:
                if end > span.start and start < span.end:
                    yield start - last, last, start
                    last = max(last, end)
            yield span.end - last, last, span.end


def _late(lead: Lead, finding: Finding, tongue: Tongue) -> Iterator[str]:
    if lead.corrected_at is not None:
        at = short(lead.corrected_at)
        yield tongue.pick(f"{at}因迟到数据被撤回或降低过", f"withdrawn or lowered by late data at {at}")
    if finding.arrival is not None and finding.arrival.longest_ms is not None:
        late = length(finding.arrival.longest_ms, tongue)
        yield tongue.pick(f"部分证据迟到{late}", f"some of the evidence came {late} late")


def _law(finding: Finding, tongue: Tongue) -> Iterator[str]:
    unread = [used.parameter for used in finding.law if used.status == "unread"]
    chosen = [used.parameter for used in finding.law if used.status == "policy"]
    laid_over = [used.parameter for used in finding.law if used.replaces is not None]
    if unread:
        names = tongue.pick("、", ", ").join(parameter_word(each, tongue) for each in unread)
        yield tongue.pick(f"法定数值未读到原文：{names}", f"law values that were read in no text: {names}")
    if laid_over:
        names = tongue.pick("、", ", ").join(parameter_word(each, tongue) for each in laid_over)
        yield tongue.pick(f"本地取值代替了原值：{names}", f"values of this place stand for the packaged ones: {names}")
    if finding.mode_replaces is not None and finding.mode:
        mark = overlaid(tongue.word(finding.mode_replaces, MODES), tongue)
        yield tongue.pick("方式：", "mode: ") + tongue.word(finding.mode, MODES) + mark
    if chosen:
        values = noun(len(chosen), "value is", "values are")
        yield tongue.pick(
            f"{len(chosen)}项取值为监管选定，条文无数字（见“适用法规”）",
            f"{len(chosen)} {values} the regulator's choice, since the clause has no number (see the law used)",
        )

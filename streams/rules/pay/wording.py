"""The sentences of the findings about pay."""

from schemas.findings.finding import Kind, Summary
from schemas.legal_days import day_text
from streams.law.registers.holidays import Holiday
from streams.rules.pay.case import PayCase
from streams.rules.wording import span_en, span_zh, yuan


def pay_summary(kind: Kind, case: PayCase) -> Summary:
    """The finding of `pay_below_minimum`, in one sentence."""
    on, platform, worked = day_text(case.day), case.worked.platform, case.low.ms
    hours_zh, hours_en = span_zh(worked), span_en(worked)
    if case.high.ms > worked:
        hours_zh += f"（时间不明的计入则{span_zh(case.high.ms)}）"
        hours_en += f" ({span_en(case.high.ms)} with the unknown time)"
    measure = case.measure
    if measure.limit is None:
        return Summary(
            zh=f"{on}在平台{platform}工作{hours_zh}，未见任何计入的报酬记录，无法判定。",
            en=f"Worked {hours_en} on {platform} on {on}, and no pay that counts was reported; it cannot be told.",
        )
    paid_zh, paid_en = _paid(case)
    zh = (
        f"{on}在平台{platform}工作{hours_zh}，计入报酬{paid_zh}，{_an_hour_zh(case)}最低小时工资{yuan(measure.limit)}元"
    )
    en = (
        f"Worked {hours_en} on {platform} on {on} for {paid_en}, {_an_hour_en(case)}the hourly minimum is "
        f"{yuan(measure.limit)}"
    )
    if kind is Kind.BREACH:
        return Summary(zh=f"{zh}。", en=f"{en}.")
    return Summary(zh=f"{zh}；{_WHY_ZH[case.paid.contradicts]}。", en=f"{en}; {_WHY_EN[case.paid.contradicts]}.")


_WHY_ZH = {False: "另有时间不明，数据不足以判定", True: "报酬记录相互矛盾，数据不足以判定"}
_WHY_EN = {
    False: "with the unknown time it may be less, and the data cannot tell",
    True: "the statements about pay contradict one another, and the data cannot tell",
}


def _paid(case: PayCase) -> tuple[str, str]:
    smaller, larger = yuan(case.paid.smaller), yuan(case.paid.larger)
    if case.paid.contradicts:
        return f"{smaller}元或{larger}元", f"{smaller} or {larger} yuan"
    return f"{larger}元", f"{larger} yuan"


def _an_hour_zh(case: PayCase) -> str:
    measured = case.measure.low
    return "" if measured is None else f"折合每小时{yuan(measured)}元，"


def _an_hour_en(case: PayCase) -> str:
    measured = case.measure.low
    return "" if measured is None else f"{yuan(measured)} an hour; "


def noted(summary: Summary, *, read: bool, holiday: Holiday | None) -> Summary:
    """The same, with what a reader has to know: whether somebody `read` the minimum in a source; a holiday."""
    zh, en = [summary.zh], [summary.en]
    if not read:
        zh.append("所用最低小时工资未经原文核实。")
        en.append("The hourly minimum was read in no source.")
    if holiday is not None:
        zh.append(
            f"当日为法定节假日（{holiday.name.zh}），按第6条应支付高于正常工作时间劳动报酬的合理报酬，条文无数字。"
        )
        more = "clause 6 asks for more than the usual pay, and names no number"
        en.append(f"It was a statutory holiday ({holiday.name.en}): {more}.")
    return Summary(zh="".join(zh), en=" ".join(en))

"""The sentences of the findings about pay."""

from schemas.findings.finding import Kind, Summary
from streams.law.days.calendar import Day, day_text
from streams.law.days.holidays import Holiday
from streams.rules.wording import span_en, span_zh


def pay_summary(
    kind: Kind, platform: str, day: Day, paid: int | None, worked: int, measured: int | None, limit: int
) -> Summary:
    """The finding of `pay_below_minimum`, in one sentence. Pay in fen, measure and limit in fen an hour, lengths in ms."""
    on = day_text(day)
    if paid is None or measured is None:
        return Summary(
            zh=f"{on}在平台{platform}工作{span_zh(worked)}，未见任何计入的报酬记录，无法判定。",
            en=f"Worked {span_en(worked)} on {platform} on {on}, and no pay that counts was reported; it cannot be told.",
        )
    zh = (
        f"{on}在平台{platform}工作{span_zh(worked)}，计入报酬{_yuan(paid)}元，"
        f"折合每小时{_yuan(measured)}元，最低小时工资{_yuan(limit)}元"
    )
    en = (
        f"Worked {span_en(worked)} on {platform} on {on} for {_yuan(paid)} yuan, {_yuan(measured)} an hour; "
        f"the hourly minimum is {_yuan(limit)}"
    )
    if kind is Kind.BREACH:
        return Summary(zh=f"{zh}。", en=f"{en}.")
    return Summary(
        zh=f"{zh}；另有时间不明，数据不足以判定。",
        en=f"{en}; with the unknown time it may be less, and the data cannot tell.",
    )


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


def _yuan(fen: int) -> str:
    """Fen as yuan with two decimals.

    >>> _yuan(1850), _yuan(-5)
    ('18.50', '-0.05')
    """
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"

"""The sentences of the findings about an area."""

from collections.abc import Mapping
from typing import Final

from schemas.bilingual import Bilingual, noun
from schemas.findings.figures import Declared, PaceFigures
from schemas.findings.finding import Summary
from schemas.legal_days import local_time
from streams.rules.pace.comparison import Comparison
from streams.rules.pace.verdict import NO_PROMISES, PULSE_GAP, SHORT_BASELINE
from streams.rules.wording import span_en, span_zh

_KIND_EN: Final[Mapping[str, str]] = {
    "台风": "typhoon",
    "暴雨": "rainstorm",
    "暴雪": "snowstorm",
    "寒潮": "cold wave",
    "大风": "gale",
    "沙尘暴": "sandstorm",
    "高温": "heat",
    "干旱": "drought",
    "雷电": "lightning",
    "冰雹": "hail",
    "霜冻": "frost",
    "大雾": "fog",
    "霾": "haze",
    "道路结冰": "icy road",
}
_MEASURE_ZH: Final[Mapping[str, str]] = {"limit_orders": "限制接单", "extend_time": "延长时限", "suspend": "暂停服务"}
_ORDERS_UNKNOWN: Final = (
    "活跃时间不明，无法判定是否限制接单",
    "unknown active time leaves open whether orders were limited",
)
_TOO_LITTLE_KNOWN: Final = (
    "已知活跃时间不足，无法判定是否限制接单",
    "too little of the active time is known to judge whether orders were limited",
)
_TIME_UNKNOWN: Final = (
    "含承诺时间和距离的订单过少，无法判定时限是否延长",
    "too few orders name a promise and a distance to tell whether the time was extended",
)
_NOT_EXTENDED: Final = ("承诺时长未见延长", "the time promised was not extended")
_OTHER_HOURS: Final = (
    "只能与预警前数小时比较，不足以认定",
    "only the hours before the warning can be compared with, which proves nothing",
)


def pace_summary(case: Comparison, figures: PaceFigures, reasons: tuple[str, ...], area: Bilingual) -> Summary:
    """The finding of `pace_not_eased` about an episode, in one sentence."""
    when_zh, when_en = _when(case.episode.kind, case.starts_at, case.ends_at)
    platform, usual = case.view.platform, case.usual
    if usual is None:
        return Summary(
            zh=f"{area.zh}{when_zh}，平台{platform}接单{case.sums.accepted}单，可比的平常数据不足，无法判定。",
            en=(
                f"{platform} took {case.sums.accepted} {noun(case.sums.accepted, 'order')} in {area.en} {when_en}; "
                "there is too little usual time to compare with, and it cannot be told."
            ),
        )
    rate_zh, rate_en = _rates(case.an_hour(high=False), case.an_hour(high=True))
    limit = _orders(case.allowed_an_hour(usual))
    doubt_zh, doubt_en = _doubt(case, reasons, _promised(figures))
    declared_zh, declared_en = _declared(figures.declared)
    return Summary(
        zh=f"{area.zh}{when_zh}，平台{platform}每活跃小时接单{rate_zh}，上限{limit}单；{doubt_zh}{declared_zh}。",
        en=(f"{platform} took {rate_en} in {area.en} {when_en}, where {limit} were allowed; {doubt_en}{declared_en}."),
    )


def red_summary(platform: str, kind: str, times: tuple[int, int | None], count: int, area: Bilingual) -> Summary:
    """The finding of `dispatch_under_red` about an episode, in one sentence. `times`: its red time (ms), None if not over."""
    when_zh, when_en = _when(kind, *times, red=True)
    return Summary(
        zh=f"{area.zh}{when_zh}，平台{platform}仍推送{count}单。",
        en=f"{platform} pushed {count} {noun(count, 'order')} in {area.en} {when_en}.",
    )


def _when(kind: str, start: int, end: int | None, *, red: bool = False) -> tuple[str, str]:
    colour_zh, colour_en = ("红色", "red ") if red else ("", "")
    what_zh, what_en = f"{kind}{colour_zh}预警期间", f"under a {colour_en}{_KIND_EN.get(kind, kind)} warning"
    if end is None:
        return f"{what_zh}自{local_time(start)}起至今", f"{what_en} since {local_time(start)}"
    return (
        f"{what_zh}自{local_time(start)}至{local_time(end)}",
        f"{what_en} from {local_time(start)} to {local_time(end)}",
    )


def _rates(low: int | None, high: int | None) -> tuple[str, str]:
    """Orders an active hour x 1,000 in either reading; both may be the same, or the low one none."""
    if low is None and high is not None:
        return (
            f"{_orders(high)}单（以未知时间计入）",
            f"{_orders(high)} orders an active hour, if unknown time was active,",
        )
    known = _orders(low or 0)
    if high is None or low == high:
        return f"{known}单", f"{known} orders an active hour"
    return (
        f"{known}单（未知时间计入则为{_orders(high)}单）",
        f"{known} orders an active hour ({_orders(high)} if unknown time was active)",
    )


def _doubt(case: Comparison, reasons: tuple[str, ...], promised: tuple[str, str]) -> tuple[str, str]:
    """The state of either measure, and why it cannot be decided where it cannot."""
    orders = (_ORDERS_UNKNOWN if case.is_sample else _TOO_LITTLE_KNOWN) if PULSE_GAP in reasons else None
    time = _TIME_UNKNOWN if NO_PROMISES in reasons else (_NOT_EXTENDED[0] + promised[0], _NOT_EXTENDED[1] + promised[1])
    hours = _OTHER_HOURS if SHORT_BASELINE in reasons else None
    parts = [part for part in (orders, time, hours) if part]
    return "；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)


def _orders(thousandths: int) -> str:
    """Orders an hour, with all three decimals.

    >>> _orders(2850), _orders(50)
    ('2.850', '0.050')
    """
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def _promised(figures: PaceFigures) -> tuple[str, str]:
    if figures.promise is None:
        return "", ""
    promised, required = figures.promise.promised_a_km, figures.promise.asked_a_km
    return (
        f"（每公里{span_zh(promised)}，应不少于{span_zh(required)}）",
        f" ({span_en(promised)} a km, {span_en(required)} asked for)",
    )


def _declared(declared: tuple[Declared, ...]) -> tuple[str, str]:
    unseen = sorted({each.measure for each in declared if each.visible is False})
    if not unseen:
        return "", ""
    zh = "、".join(_MEASURE_ZH.get(each, each) for each in unseen)
    return f"；平台申报的{zh}在数据中未见体现", f"; it declared {', '.join(unseen)}, which the figures do not show"

"""The words of each rule on a page: what is measured, what the excess is called, and the questions for the platform."""

from dataclasses import dataclass
from typing import Final

from schemas.bilingual import Bilingual

_B = Bilingual


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The names of a rule's figure and of its distance to the limit, and the questions for the platform."""

    measured: Bilingual
    over: Bilingual
    ask: tuple[Bilingual, ...]


_REST: Final = (
    _B("该会话的完整日志，含暂停与休息提醒", "the session's whole log, with pauses and prompts to rest"),
    _B("到限后是否停止派单20分钟，自何时起", "if dispatch was stopped for 20 min after the limit, and from when"),
    _B("该时段由谁保持应用在线，是否更换设备", "who kept the app open, and changes of device"),
)
_PAY: Final = (
    _B("当日报酬明细，含补贴与奖励", "the statement of that day, with subsidies and bonuses"),
    _B("各项扣款的依据", "the grounds of each deduction"),
    _B("明细中缺少的订单", "orders that the statement lacks"),
)
_PACE: Final = (
    _B("预警前与预警期间的派单设置", "the dispatch settings before and in the warning"),
    _B("预警何时收到，涉及哪些区域", "when the warning was received, and for which areas"),
    _B("减少的单量、延长的时限（分钟）", "orders cut and minutes added"),
    _B("是否免除超时处罚", "late penalties that were waived"),
)
_DISPATCH: Final = (
    _B("派单算法的设置与版本", "the dispatch algorithm's setting and version"),
    _B("劳动者拒单的记录与后果", "orders that the worker refused, and what followed"),
)
_OVER: Final = _B("超出", "over")
_RULES: Final = {
    "rest_missed": RuleWords(_B("连续工作", "continuous work"), _OVER, _REST),
    "dispatch_during_rest": RuleWords(_B("到限后派单", "orders after the limit"), _OVER, _DISPATCH + _REST[1:2]),
    "pay_below_minimum": RuleWords(_B("折合每小时", "pay an hour"), _B("低于最低", "below the minimum"), _PAY),
    "pace_not_eased": RuleWords(
        _B("每小时接单", "orders an active hour"), _B("超出允许", "above what is allowed"), _PACE
    ),
    "dispatch_under_red": RuleWords(_B("红色预警期间派单", "orders under red"), _OVER, _PACE),
    "daily_hours": RuleWords(_B("当日工作", "work on the day"), _OVER, _REST[:1] + _REST[2:]),
    "weekly_rest": RuleWords(_B("连续无休", "without a day of rest"), _OVER, _REST[:1] + _REST[2:]),
}
_OTHER: Final = RuleWords(_B("数值", "measured"), _OVER, _REST[:1])


def rule_words(rule: str) -> RuleWords:
    """The words of a rule; general ones of a rule that this release does not know."""
    return _RULES.get(rule, _OTHER)

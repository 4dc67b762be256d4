"""The names of the law's parameters and of their values, for readers of a lead; one that has none stands as it is."""

import re
from typing import Final

from alerts.console.tongue import Tongue
from alerts.words import BASES, CATEGORIES, LEVELS

PARAMETERS: Final = {
    "rest_missed.limit": "连续工作上限",
    "rest_missed.break": "最短休息",
    "rest_missed.measure": "连续工作的算法",
    "rest_missed.basis": "计时依据",
    "rest_missed.severity": "分级界限（超出）",
    "rest_due.lead": "提前预警",
    "dispatch_during_rest.authority": "禁止派单的文件",
    "dispatch_during_rest.severity": "分级界限（单数）",
    "daily_hours.limit": "每日工时上限",
    "weekly_rest.limit": "连续工作日上限",
    "weekly_rest.least": "算作工作日的最短时间",
    "pay_below_minimum.hourly_minimum": "最低小时工资",
    "pay_below_minimum.standard": "适用的最低标准",
    "pay_below_minimum.period": "核算周期",
    "pay_below_minimum.basis": "计时依据",
    "pay_below_minimum.least_hours": "核算所需最短工时",
    "pay_below_minimum.grace": "日终后等待",
    "pay_below_minimum.settlement_grace": "结算期后等待",
    "pay_below_minimum.left_out": "不计入的项目",
    "pay_below_minimum.severity": "分级界限（差额比例）",
    "pace_not_eased.kinds": "适用的预警",
    "pace_not_eased.share_blue": "蓝色预警应减比例",
    "pace_not_eased.share_yellow": "黄色预警应减比例",
    "pace_not_eased.share_orange": "橙色预警应减比例",
    "pace_not_eased.share_red": "红色预警应减比例",
    "pace_not_eased.reaction": "预警后的反应时间",
    "pace_not_eased.least_active": "判定所需在线时间",
    "pace_not_eased.least_orders": "判定所需单数",
    "pace_not_eased.least_promised": "判定时限所需单数",
    "pace_not_eased.severity": "分级界限（预警等级）",
    "dispatch_under_red.kinds": "适用的红色预警",
    "dispatch_under_red.reaction": "红色预警后的反应时间",
    "measuring.pulse": "心跳间隔（视为在线）",
    "measuring.stated_silence": "会话内无信号仍视为工作",
    "measuring.silence": "无信号视为未知的上限",
    "measuring.belief": "会话视为结束的时间",
    "measuring.longest_order": "订单最长时间",
    "measuring.longest_promise": "承诺时限上限",
    "measuring.slot": "统计时段",
    "measuring.baseline_weeks": "基准周数",
    "measuring.baseline_least_weeks": "基准最少周数",
    "measuring.baseline_least_active": "基准所需在线时间",
}
"""By rule and parameter; a test holds that every parameter of the law has one."""

_VALUES: Final = {
    **BASES,
    **LEVELS,
    **CATEGORIES,
    "worked": "工作时间之和",
    "elapsed": "首尾之间",
    "hourly": "小时最低工资",
    "monthly": "月最低工资",
    "day": "日",
    "no_rule": "无此规定",
}


def parameter_word(parameter: str, tongue: Tongue) -> str:
    """The name of a parameter; in English its own, which is its place in the law files.

    >>> from alerts.console.tongue import EN, ZH
    >>> parameter_word("rest_missed.limit", ZH), parameter_word("rest_missed.limit", EN), parameter_word("new.one", ZH)
    ('连续工作上限', 'rest missed: limit', 'new.one')
    """
    named = PARAMETERS.get(parameter)
    if named is None:
        return parameter
    return tongue.pick(named, parameter.replace(".", ": ").replace("_", " "))


_OURS: Final = (
    (re.compile("no wage class"), "无工资类别"),
    (re.compile(r"wage class (\S+)"), r"工资类别\1"),
    (re.compile(r"county (\S+)"), r"属\1"),
    (re.compile("no zone"), "无此区域"),
    (re.compile("settled by the day"), "按日结算"),
    (re.compile("settled by the week"), "按周结算"),
    (re.compile("settled by the month"), "按月结算"),
    (re.compile("no holiday"), "非法定节假日"),
    (re.compile("nothing"), "无"),
)
"""The words of what an overlay has put something in the place of, as findings have them, and Chinese ones."""


def overlaid(replaces: str | None, tongue: Tongue) -> str:
    """The mark of what the regulator laid over ours, with ours; empty where it is ours.

    >>> from alerts.console.tongue import EN, ZH
    >>> overlaid("4 h; wage class II", ZH), overlaid("4 h", EN), overlaid(None, ZH)
    ('（本地取值，原为4 h；工资类别II）', ' (of this place, for 4 h)', '')
    """
    if replaces is None:
        return ""
    zh = replaces.replace("; ", "；")
    for pattern, words in _OURS:
        zh = pattern.sub(words, zh)
    return tongue.pick(f"（本地取值，原为{zh}）", f" (of this place, for {replaces})")


def value_word(value: str, tongue: Tongue) -> str:
    """A value that is a word, or several parted by commas.

    >>> from alerts.console.tongue import ZH
    >>> value_word("yellow, orange", ZH), value_word("人社厅发〔2023〕50号第5条", ZH)
    ('黄、橙', '人社厅发〔2023〕50号第5条')
    """
    return tongue.pick("、", ", ").join(tongue.word(each.strip(), _VALUES) for each in value.split(","))

"""The words of the contract in Chinese, for everything that people read: pages, lists, messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.bilingual import Bilingual

SECTORS: Final = {"delivery": "外卖", "ride_hailing": "网约车", "courier": "快递"}
KINDS: Final = {"breach": "违反", "undecidable": "无法判定", "indication": "迹象", "warning": "预警"}
SEVERITIES: Final = {"minor": "轻", "serious": "较重", "grave": "严重"}
LEVELS: Final = {"blue": "蓝", "yellow": "黄", "orange": "橙", "red": "红"}
BASES: Final = {"online": "在线时间", "order": "订单时间"}
THINGS: Final = {"session": "会话", "order": "订单", "entry": "报酬", "day": "日"}
AREA_THINGS: Final = {"slot": "判定时段", "usual_slot": "平时时段", "warning": "预警", "red_time": "红色预警时段"}
CATEGORIES: Final = {
    "piece": "计件",
    "bonus": "奖励",
    "subsidy_weather": "恶劣天气补贴",
    "subsidy_heat": "高温补贴",
    "subsidy_night": "夜间补贴",
    "tip": "打赏",
    "reimbursement": "报销",
    "lateness": "超时扣款",
    "complaint": "投诉扣款",
    "damage": "损坏赔偿",
    "deposit": "押金",
    "other": "其他",
}
MEASURES: Final = {"limit_orders": "限制接单", "extend_time": "延长时限", "suspend": "暂停服务"}
REASONS: Final = {
    "open_session": "会话未结束",
    "silent_session": "会话中无信号",
    "open_order": "订单未结束",
    "long_order": "订单过长",
    "early_order": "预约单提前开始",
    "pulse_gap": "心跳中断",
    "no_pay_reported": "未报报酬",
    "contradictory_pay": "报酬记录矛盾",
    "no_baseline": "无可比基准",
    "short_baseline": "基准时段不足",
    "no_promises": "缺承诺时限",
    "law_unread": "法定数值未读原文",
    "over_budget": "超出接收额度",
}
RULES: Final = {
    "rest_missed": "连续工作超限未休",
    "rest_due": "临近应休",
    "dispatch_during_rest": "应休期间派单",
    "pay_below_minimum": "报酬低于最低小时工资",
    "pace_not_eased": "恶劣天气未减压",
    "dispatch_under_red": "红色预警期间派单",
    "daily_hours": "日工作时间超标准",
    "weekly_rest": "每周无休息日",
}

MODES: Final = {"enforce": "执行", "observe": "仅观察"}
STATUSES: Final = {"official": "正式文本", "copy": "抄本", "policy": "监管取值", "unread": "未读原文"}
STANDINGS: Final = {"standing": "成立", "withdrawn": "已撤回", "superseded": "已并入"}
STEPS: Final = {
    "raised": "提出",
    "amended": "修订",
    "withdrawn": "撤回",
    "reinstated": "恢复",
    "superseded": "并入",
    "overlapped": "重叠",
    "reopened": "重新打开",
    "acknowledge": "签收",
    "assign": "分派",
    "investigate": "核查",
    "confirm": "属实",
    "dismiss": "驳回",
    "close": "办结",
    "reopen": "重新打开",
}
HANDLINGS: Final = {
    "new": "未办",
    "acknowledged": "已签收",
    "assigned": "已分派",
    "investigating": "核查中",
    "confirmed": "属实",
    "dismissed": "已驳回",
    "closed": "已办结",
}


def both(word: str, words: Mapping[str, str]) -> str:
    """A word of the contract, its Chinese first; the word alone where the page has no Chinese for it.

    >>> both("breach", KINDS), both("later", KINDS)
    ('违反 breach', 'later')
    """
    return f"{words[word]} {word}" if word in words else word


@dataclass(frozen=True, slots=True)
class Names:
    """The names of areas and platforms by their codes, and of the sectors. A code without a name is its own name."""

    areas: Mapping[str, Bilingual]
    platforms: Mapping[str, Bilingual]

    def area(self, code: str) -> Bilingual:
        """The name of an area or zone."""
        return self.areas.get(code, Bilingual(code, code))

    def platform(self, code: str) -> Bilingual:
        """The name of a platform."""
        return self.platforms.get(code, Bilingual(code, code))


NO_NAMES: Final = Names({}, {})
"""No name is known: each code stands for itself."""

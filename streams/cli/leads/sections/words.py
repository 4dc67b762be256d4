"""The words of the page of a lead, Chinese first and English beside, and how it writes instants and amounts exactly."""

from collections.abc import Iterable, Mapping
from typing import Final

from schemas.instants import Ms
from streams.rules.wording import local, span_en, span_zh

KINDS: Final = {"breach": "违反", "undecidable": "无法判定", "indication": "迹象", "warning": "预警"}
SEVERITIES: Final = {"minor": "轻", "serious": "较重", "grave": "严重"}
LEVELS: Final = {"blue": "蓝", "yellow": "黄", "orange": "橙", "red": "红"}
BASES: Final = {"online": "在线时间", "order": "订单时间"}
THINGS: Final = {"session": "会话", "order": "订单", "entry": "报酬"}
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
    "acknowledge": "知悉",
    "assign": "分派",
    "investigate": "核查",
    "confirm": "属实",
    "dismiss": "驳回",
    "close": "办结",
    "reopen": "重新打开",
}
HANDLINGS: Final = {
    "new": "未办",
    "acknowledged": "已知悉",
    "assigned": "已分派",
    "investigating": "核查中",
    "confirmed": "属实",
    "dismissed": "已驳回",
    "closed": "已办结",
}

WORK, UNKNOWN, BREAK = "工作 work", "未知 unknown", "间歇 break"
"""The sorts of time in a table."""


def both(word: str, words: Mapping[str, str]) -> str:
    """A word of the contract, its Chinese first; the word alone where the page has no Chinese for it.

    >>> both("breach", KINDS), both("later", KINDS)
    ('违反 breach', 'later')
    """
    return f"{words[word]} {word}" if word in words else word


def because(reasons: Iterable[str]) -> str:
    """Reasons, parted by commas.

    >>> because(("open_order", "pulse_gap"))
    '订单未结束 open_order, 心跳中断 pulse_gap'
    """
    return ", ".join(both(each, REASONS) for each in reasons)


def at(instant: Ms) -> str:
    """The instant in Asia/Shanghai to the millisecond, as tables show it.

    >>> at(1_652_313_600_001)
    '2022-05-12 08:00:00.001'
    """
    return f"{local(instant)}.{instant % 1000:03d}"


def slot(start: Ms) -> str:
    """The start of a slot of ten minutes, which has neither seconds nor milliseconds.

    >>> slot(1_652_313_600_000)
    '2022-05-12 08:00'
    """
    return local(start)[:-3]


def until(end: Ms, start: Ms) -> str:
    """The end of a time, without its date where that is the one of the start.

    >>> until(1_652_313_660_000, 1_652_313_600_000)
    '08:01:00.000'
    """
    day, _, clock = at(end).partition(" ")
    return clock if at(start).startswith(day) else f"{day} {clock}"


def exactly(amount: int | None, unit: str) -> str:
    """An amount as a whole number of its unit, and for the eye in larger ones.

    >>> exactly(14_400_001, "ms"), exactly(9047, "orders/1000 h"), exactly(2, "orders"), exactly(1850, "fen/h")
    ('14400001 ms（4小时00分00.001秒, 4 h 00 min 00.001 s）', '9047 orders/1000 h（9.047单/时 orders/h）', '2 orders（2单）', \
'1850 fen/h（18.50元/时 yuan/h）')
    """
    if amount is None:
        return ""
    beside = {
        "ms": f"（{span_zh(amount)}, {span_en(amount)}）",
        "orders": f"（{amount}单）",
        "orders/1000 h": f"（{amount // 1000}.{amount % 1000:03d}单/时 orders/h）",
        "fen/h": f"（{yuan(amount)}元/时 yuan/h）",
        "fen": f"（{yuan(amount)}元 yuan）",
    }
    return f"{amount} {unit}{beside.get(unit, '')}"


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals.

    >>> yuan(1850), yuan(-5)
    ('18.50', '-0.05')
    """
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"

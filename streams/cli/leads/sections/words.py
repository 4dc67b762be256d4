"""Instants, amounts and reasons as the page of a lead writes them exactly, Chinese first and English beside."""

from collections.abc import Iterable

from alerts.words import REASONS, both
from schemas.bilingual import noun
from schemas.instants import Ms
from schemas.legal_days import local_time
from streams.rules.wording import span_en, span_zh, yuan

WORK, UNKNOWN, BREAK = "工作 work", "未知 unknown", "间歇 break"
"""The sorts of time in a table."""


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
    return f"{local_time(instant)}.{instant % 1000:03d}"


def slot(start: Ms) -> str:
    """The start of a slot of ten minutes, which has neither seconds nor milliseconds.

    >>> slot(1_652_313_600_000)
    '2022-05-12 08:00'
    """
    return local_time(start)[:-3]


def until(end: Ms, start: Ms) -> str:
    """The end of a time, without its date where that is the one of the start.

    >>> until(1_652_313_660_000, 1_652_313_600_000)
    '08:01:00.000'
    """
    day, _, clock = at(end).partition(" ")
    return clock if at(start).startswith(day) else f"{day} {clock}"


def exactly(amount: int | None, unit: str) -> str:
    """An amount as a whole number of its unit, and for the eye in larger ones.

    >>> exactly(14_400_001, "ms"), exactly(9047, "orders/1000 h"), exactly(1, "orders"), exactly(1850, "fen/h")
    ('14400001 ms（4小时00分00.001秒, 4 h 00 min 00.001 s）', '9047 orders/1000 h（9.047单/时 orders/h）', '1 order（1单）', \
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
    counted = {"orders": "order", "days": "day"}
    named = noun(amount, counted[unit]) if unit in counted else unit
    return f"{amount} {named}{beside.get(unit, '')}"

"""The figures of leads as a phone shows them: minutes, yuan, orders, days; the worst, and what data they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import orjson

from alerts.leads.lead import Lead
from schemas.bilingual import Bilingual, noun
from schemas.instants import MINUTE_MS

_FLOORS: Final = ("fen/h",)
"""Units whose limit is a least: the worst is the smallest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one lead. `over`: the distance from the limit in the wrong direction, in the unit.

    `unknown`: the figure depends on unknown time; `late`: evidence came late; `unread`: a value of the law was read in no text;
    `laid_over`: a value of the law, or the rule's mode, was laid over that of the release.
    """

    measured: int | None
    limit: int | None
    unit: str
    running: bool
    across: bool
    unknown: bool
    late: bool
    unread: bool
    laid_over: bool
    shortfall_fen: int | None

    @classmethod
    def of(cls, lead: Lead) -> Self:
        """The figures of a lead, from the text of its finding."""
        plain: dict[str, Any] = orjson.loads(lead.finding.text)
        arrival = plain.get("arrival") or {}
        return cls(
            measured=plain["measured"],
            limit=plain["limit"],
            unit=plain["unit"],
            running=lead.finding.ends_at is None,
            across=lead.finding.platform is None,
            unknown=plain["measured_low"] != plain["measured_high"] or bool(plain["reasons"]),
            late=bool(arrival.get("longest_ms")),
            unread=any(one.get("status") == "unread" for one in plain["law"]),
            laid_over=plain.get("mode_replaces") is not None
            or any(one.get("replaces") is not None for one in plain["law"]),
            shortfall_fen=plain.get("shortfall_fen"),
        )

    @property
    def over(self) -> int:
        """The distance from the limit; 0 where there is no figure."""
        if self.measured is None or self.limit is None:
            return 0
        return self.limit - self.measured if self.unit in _FLOORS else self.measured - self.limit


def worst(figures: Sequence[Figures]) -> Bilingual:
    """The worst of these figures with its limit; empty where none has one."""
    found = [one for one in figures if one.measured is not None and one.limit is not None]
    if not found:
        return Bilingual("", "")
    one = max(found, key=lambda each: each.over)
    measured, limit = amount(one.measured or 0, one.unit), amount(one.limit or 0, one.unit)
    least = one.unit in _FLOORS
    zh, en = ("最低", "lowest") if least else (("最长", "longest") if one.unit == "ms" else ("最多", "most"))
    bound = ("应不低于", "at least") if least else ("限", "limit")
    lacking = money(one.shortfall_fen) if one.shortfall_fen else None
    return Bilingual(
        f"{zh} {measured.zh}（{bound[0]}{limit.zh}）" + (f"，少付 {lacking.zh}" if lacking else ""),
        f"{en} {measured.en} ({bound[1]} {limit.en})" + (f", short by {lacking.en}" if lacking else ""),
    )


def amount(value: int, unit: str) -> Bilingual:
    """An amount in its unit, whole minutes, never milliseconds.

    >>> amount(19_020_000, "ms").zh, amount(1850, "fen/h").zh, amount(9047, "orders/1000 h").en
    ('5小时17分', '每小时 18.50 元', '9.047 orders an hour')
    """
    if unit == "ms":
        hours, minutes = divmod(value // MINUTE_MS, 60)
        if hours and not minutes:
            return Bilingual(f"{hours}小时", f"{hours} h")
        return Bilingual(
            f"{hours}小时{minutes}分" if hours else f"{minutes}分",
            f"{hours} h {minutes} min" if hours else f"{minutes} min",
        )
    if unit == "fen/h":
        each = money(value)
        return Bilingual(f"每小时 {each.zh}", f"{each.en} an hour")
    if unit == "orders/1000 h":
        return Bilingual(f"每小时 {value / 1000:.3f} 单", f"{value / 1000:.3f} orders an hour")
    words = {"orders": Bilingual("单", noun(value, "order")), "days": Bilingual("天", noun(value, "day"))}.get(
        unit, Bilingual("", "")
    )
    return Bilingual(f"{value} {words.zh}".strip(), f"{value} {words.en}".strip())


def money(fen: int) -> Bilingual:
    """Fen as yuan.

    >>> money(1234).zh
    '12.34 元'
    """
    yuan = f"{fen / 100:.2f}"
    return Bilingual(f"{yuan} 元", f"{yuan} yuan")


def reliance(figures: Sequence[Figures]) -> Bilingual:
    """The reliance that the data deserve: how many of these figures rest on unknown time, late data, a law value not read."""
    doubts = (
        (sum(one.unknown for one in figures), Bilingual("含未知时段", "with unknown time")),
        (sum(one.late for one in figures), Bilingual("含迟到数据", "with late data")),
        (sum(one.unread for one in figures), Bilingual("依据未读原文的数值", "on a law value not read")),
        (sum(one.laid_over for one in figures), Bilingual("依据本地取值", "on a value laid over the release's")),
    )
    found = [(count, words) for count, words in doubts if count]
    if not found:
        return Bilingual("可靠", "reliable")
    return Bilingual(
        "，".join(f"{count}条{words.zh}" for count, words in found),
        ", ".join(f"{count} {words.en}" for count, words in found),
    )

"""Writes a notice about shifts: from when to when, in which department, who follows. In one language, without a lead.

It names colleagues: without them nobody knows whom to hand over to. Their names stand in the rota, and in no message of leads.
"""

from datetime import datetime
from typing import Final

from alerts.notify.stages.routing import Target
from alerts.notify.text.cleaning import cleaned
from alerts.notify.text.rendering import LINK
from alerts.routing import DutyTurn, Person, Routing
from alerts.routing.notices import ShiftNotice
from schemas.bilingual import Bilingual
from schemas.instants import Ms
from schemas.legal_days import SHANGHAI

MOST_TURNS: Final = 14
"""Turns that a notice lists: two a day of the week that changes are told of."""

_HEADS: Final = {"begins": Bilingual("值班提醒", "Your shift"), "changed": Bilingual("值班变动", "Your shifts changed")}
_DAYS: Final = Bilingual("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


class ShiftLetter:
    """A notice as one target reads it; `before` is the rota of a change's earlier shifts. A group reads whose shift it is."""

    def __init__(self, notice: ShiftNotice, target: Target, routing: Routing) -> None:
        self._notice = notice
        self._is_en = target.language == "en"
        self._is_group = target.person is None
        self._routing = routing

    @property
    def title(self) -> str:
        """One line: the sort of notice, the department, and in a group the person."""
        head = self._in(_HEADS[self._notice.reason])
        name = self._name(self._routing.name(self._notice.department))
        whose = f" · {self._name(self._notice.person)}" if self._is_group else ""
        return f"[{head}] {name}{whose}" if self._is_en else f"【{head}】{name}{whose}"

    def text(self, kind: str) -> str:
        """The text for a kind of channel, with the place of the link."""
        label = self._in(Bilingual("值班表", "Rota"))
        link = f"[{label}]({LINK})" if kind in {"wecom", "dingtalk"} else f"{label}：{LINK}"
        return "\n".join([self.title, *self._lines(), link])

    def _lines(self) -> list[str]:
        notice = self._notice
        if notice.reason == "begins":
            return [self._line(turn, follows=True) for turn in notice.turns]
        now = [self._line(turn, follows=True) for turn in notice.turns[:MOST_TURNS]]
        was = [self._line(turn, follows=False) for turn in notice.before[:MOST_TURNS]]
        none = [self._in(Bilingual("无班", "no shift"))]
        heads = Bilingual("今后七天您的班次：", "Your shifts of the next seven days:"), Bilingual("原为：", "Before:")
        return [self._in(heads[0]), *(now or none), self._in(heads[1]), *(was or none)]

    def _line(self, turn: DutyTurn, *, follows: bool) -> str:
        span = f"{self._at(turn.start)} — {self._at(turn.end)}"
        if not follows:
            return span
        after = [self._name(person) for person in self._routing.on_duty(turn.department, turn.end)]
        if self._is_en:
            return f"{span}; then {', '.join(after) or 'nobody'}"
        return f"{span}；接班：{'、'.join(after) or '无人'}"

    def _at(self, ms: Ms) -> str:
        local = datetime.fromtimestamp(ms / 1000, SHANGHAI)
        day = _DAYS.en.split()[local.weekday()] if self._is_en else f"周{_DAYS.zh[local.weekday()]}"
        return f"{local:%m-%d} {day} {local:%H:%M}"

    def _name(self, named: Person | Bilingual) -> str:
        return cleaned(named.en if self._is_en else named.zh)

    def _in(self, words: Bilingual) -> str:
        return words.en if self._is_en else words.zh

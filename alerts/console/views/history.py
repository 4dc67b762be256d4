"""The history of a lead, the newest first. Amendments that follow one another are folded into one line that opens."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import orjson

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import local
from alerts.console.views.causes import cause_words
from alerts.console.views.figures import figure_of, reading_of
from alerts.console.views.rows import NOBODY, person
from alerts.console.views.tables import bounded
from alerts.leads import Action, Change, LogEntry
from alerts.leads.cause import cause_in
from alerts.words import NO_NAMES, SEVERITIES, STEPS, Names

MOST_FOLDED: Final = 50
"""Steps of a fold that are listed; a lead that runs for hours is amended every few minutes."""

MOST_LINES: Final = 200
"""Lines of a history on a page."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A step: its entry, when and by whom, its words, the figures after it, its reason and causes."""

    entry: int
    at: str
    by: str
    change: str
    figures: str
    reason: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A line of the history: one step, or several amendments with the steps that it opens to; `more`: steps not listed."""

    step: HistoryStep
    folded: tuple[HistoryStep, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        """The number of steps that the line stands for."""
        return max(1, len(self.folded) + self.more)


def history(
    entries: Iterable[LogEntry], tongue: Tongue, names: Names = NO_NAMES, called: Mapping[str, str] = NOBODY
) -> list[HistoryLine]:
    """The lines, the newest first. `called`: the names of people by those of their accounts."""
    newest_first = sorted(entries, key=lambda entry: -entry.sequence)
    lines: list[HistoryLine] = []
    for is_amendment, run in groupby(newest_first, key=lambda entry: entry.change is Change.AMENDED):
        steps = list(run)
        if is_amendment and len(steps) > 1:
            listed = tuple(_step(each, tongue, names, called) for each in steps[:MOST_FOLDED])
            lines.append(HistoryLine(listed[0], listed, len(steps) - len(listed)))
        else:
            lines += [HistoryLine(_step(each, tongue, names, called)) for each in steps]
    return lines[:MOST_LINES]


def _step(entry: LogEntry, tongue: Tongue, names: Names, called: Mapping[str, str]) -> HistoryStep:
    cause = cause_in(entry.cause)
    return HistoryStep(
        entry=entry.sequence,
        at=local(entry.recorded_at),
        by=bounded(person(entry.actor, called) if entry.actor else tongue.pick("系统", "the system")),
        change=tongue.word(entry.change, STEPS),
        figures=_figures(entry, tongue, called),
        reason=entry.reason or "",
        causes=() if cause is None else tuple(map(bounded, cause_words(cause, names, tongue))),
    )


def _figures(entry: LogEntry, tongue: Tongue, called: Mapping[str, str]) -> str:
    parts = []
    plain: dict[str, Any] | None = orjson.loads(entry.finding) if entry.finding is not None else None
    if plain is not None:
        reading = reading_of(plain["measured_low"], plain["measured_high"], plain["limit"], plain["unit"])
        parts.append(figure_of(plain["kind"], reading, tongue))
        parts.append(tongue.word(plain["severity"], SEVERITIES))
    if entry.other is not None:
        parts.append(tongue.pick(f"见 #{entry.other}", f"see #{entry.other}"))
    if isinstance(entry.change, Action) and entry.assignee:
        parts.append("→ " + bounded(person(entry.assignee, called)))
    return " · ".join(filter(None, parts))


def causes_now(entries: Iterable[LogEntry], tongue: Tongue, names: Names = NO_NAMES) -> Iterator[str]:
    """The causes of the latest reopening, for as long as the lead is open by it."""
    for entry in sorted(entries, key=lambda each: -each.sequence):
        if entry.change is Change.REOPENED and (cause := cause_in(entry.cause)) is not None:
            yield from map(bounded, cause_words(cause, names, tongue))
            return

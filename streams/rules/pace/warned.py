"""The episodes of warnings that a finding names, with their levels and warnings by time, as many as a finding lists."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from schemas.findings.figures import LevelFrom, LinesRest, WarnedTime, WarningSpan
from schemas.instants import rfc3339
from streams.facts.areas.area_view import AreaView
from streams.facts.weather.by_kind import Episodes
from streams.facts.weather.episode import Episode, LevelSpan
from streams.facts.weather.persistent_sequence import Pieces
from streams.facts.worktime.intervals import Interval

MOST_LISTED: Final = 200
"""So many levels, and so many warnings, of an episode stand in a finding one by one: an office that says something every ten
minutes needs 33 hours for them. Of the later ones there are number and digest."""

MOST_LINES: Final = 1000
"""Levels and warnings of all episodes in a finding, about: at most 400 kB with names of 256 letters, of a record's 1 MiB."""


def warned_times(view: AreaView, time: Interval, kinds: Collection[str]) -> tuple[tuple[WarnedTime, ...], int]:
    """The episodes of these kinds that share time with an interval (ms), as many as are listed; and how many more there are."""
    episodes, found, lines = Episodes.of(view.episodes), list[WarnedTime](), 0
    for each in episodes.near(*time, kinds):
        if lines >= MOST_LINES:
            break
        found.append(warned_time(each))
        lines += len(found[-1].levels) + len(found[-1].warnings)
    return tuple(found), episodes.number_near(*time, kinds) - len(found)


def warned_time(episode: Episode) -> WarnedTime:
    """The level of an episode by time, and its warnings."""
    levels, warnings = episode.levels, episode.warnings
    return WarnedTime(
        episode=episode.name,
        start=episode.start,
        end=episode.end,
        levels=tuple(LevelFrom(at, level) for at, level in levels[:MOST_LISTED]),
        warnings=tuple(WarningSpan(each.start, each.end, each.name, each.level) for each in warnings[:MOST_LISTED]),
        levels_rest=_rest(levels, _level_line),
        warnings_rest=_rest(warnings, _warning_line),
    )


def _rest(lines: Sequence[Any], line: Callable[[Any], str]) -> LinesRest | None:
    more = len(lines) - MOST_LISTED
    if more <= 0:
        return None
    return LinesRest(start=lines[MOST_LISTED][0], lines=more, sha256=Pieces.of(lines).digest(MOST_LISTED, line))


def _level_line(level: tuple[int, str]) -> str:
    return f"{rfc3339(level[0])} {level[1]}\n"


def _warning_line(span: LevelSpan) -> str:
    return f"{rfc3339(span.start)} {rfc3339(span.end)} {span.name} {span.level}\n"

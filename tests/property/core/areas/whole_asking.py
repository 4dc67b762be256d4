"""The rules about areas asked of all that is known at once, as they were before they kept anything: what they are to find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice, pairwise
from operator import add
from typing import Any

from schemas.instants import HOUR_MS
from schemas.legal_days import legal_day
from streams.core.areas.pace import Pace
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, Cell, push_instants, slot_of
from streams.facts.weather.episode import Episode
from streams.facts.worktime.intervals import Interval, minus, union, within
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw, RedLaw, RedTerms
from streams.rules.pace.levels import MeasuredEpisode, slots_by_level
from streams.rules.pace.slots import touching

WEEK = 7 * 24 * HOUR_MS // SLOT_MS


def as_whole(law: Law, pace: Pace, now: int) -> dict[tuple[str, str], dict[str, Any]]:
    """Of each subject and episode of either rule, by rule, what was counted."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for place in pace._watched:
        view = pace.known.view(place, now)
        for rule, episode, counted in (*_paced(law, view), *_pushed(law, view)):
            found[view.subject, f"{rule} {episode}"] = counted
    return found


def _paced(law: Law, view: AreaView) -> Iterator[tuple[str, str, dict[str, Any]]]:
    terms = {each.start: PaceLaw(law).terms_from(view.area, view.sector, each.start)[1] for each in view.episodes}
    measured = [MeasuredEpisode(each, terms[each.start]) for each in view.episodes]
    listed = [each for each in measured if each.episode.kind in each.terms.kinds.words]
    listed.sort(key=lambda each: each.precedence)
    for number, each in enumerate(listed):
        judged = each.judged(each.ripe(view.now), listed[:number])
        cells = [view.cell_of(slot) for slot in judged]
        least = each.terms.least_active.number, each.terms.least_orders.number
        if sum(c.high for c in cells) < least[0] or sum(c.accepted for c in cells) < least[1]:
            continue
        episodes = [one.episode for one in listed]
        by_level = slots_by_level(episodes, judged, each.terms.reaction.number)
        weeks, usual = _usual(view, judged, each, episodes)
        yield (
            "pace_not_eased",
            each.episode.name,
            {
                "slots": len(judged),
                "levels": [
                    (level, len(slots), _sums(view.cell_of(s) for s in slots)) for level, slots in by_level.items()
                ],
                "counted": _sums(cells),
                "weeks": weeks,
                "usual": usual,
            },
        )


def _usual(
    view: AreaView, judged: Sequence[int], each: MeasuredEpisode, episodes: list[Episode]
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    touched, terms = touching(episodes), each.terms.baseline
    least = max(1, terms.least_active)
    weeks = {
        week: _cells(view, [slot - week * WEEK for slot in judged if not touched(slot - week * WEEK)])
        for week in range(1, terms.weeks + 1)
    }
    contribute = {week: cells for week, cells in weeks.items() if sum(cell.low for cell in cells)}
    together = _sums(chain(*contribute.values()))
    if len(contribute) >= terms.least_weeks and together[0] >= least:
        return tuple(contribute), together
    last = each.episode.start // SLOT_MS - 1
    free = [slot for slot in range(last, last - 144, -1) if not touched(slot)]
    within_a_day = [slot for slot in free if slot * SLOT_MS >= each.episode.start - 24 * HOUR_MS]
    before = _sums(_cells(view, list(islice(within_a_day, 12))))
    return (), before if before[0] >= least else None


def _cells(view: AreaView, slots: Sequence[int]) -> list[Cell]:
    found = []
    for slot in slots:
        own = view.cell_of(slot)
        found += [own] if any(own) else [cell for _, cell in view.cells_beside(slot)]
    return found


def _sums(cells: Any) -> tuple[int, ...]:
    every = [(c.low, c.high, c.accepted, c.promised, c.promised_ms, c.metres) for c in cells]
    return tuple(reduce(lambda one, other: tuple(map(add, one, other)), every, (0,) * 6))


@dataclass(frozen=True)
class _Red:
    episode: Episode
    terms: RedTerms
    red: list[Interval]
    counts: list[Interval]


def _pushed(law: Law, view: AreaView) -> Iterator[tuple[str, str, dict[str, Any]]]:
    taken: list[Interval] = []
    for case in sorted(
        _cases(law, view), key=lambda one: (one.episode.start, one.terms.kinds.words.index(one.episode.kind))
    ):
        counts = minus(case.counts, taken)
        taken = union([*taken, *case.counts])
        so_far = within(counts, 0, view.now + 1)
        slots = sorted({slot for start, end in so_far for slot in range(slot_of(start), slot_of(end - 1) + 1)})
        pushes = [at for slot in slots for at in push_instants(slot, view.cell_of(slot))]
        counted = [at for at in pushes if any(start <= at < end for start, end in so_far)]
        if counted:
            yield (
                "dispatch_under_red",
                case.episode.name,
                {
                    "counting": [start for start, _ in so_far],
                    "pushes": counted,
                    "active": sum(view.cell_of(slot).low for slot in slots),
                    "red": [
                        (start, sum(start <= at < end for at in counted))
                        for start, end in case.red
                        if start <= view.now
                    ],
                },
            )


def _cases(law: Law, view: AreaView) -> Iterator[_Red]:
    for episode in view.episodes:
        turns = [*episode.levels, (episode.end, "")]
        red = [(start, end) for (start, level), (end, _) in pairwise(turns) if level == "red"]
        if red:
            terms = RedLaw(law).terms(view.area, view.sector, legal_day(red[0][0]))
            if episode.kind in terms.kinds.words:
                yield _Red(episode, terms, red, union((start + terms.reaction.number, end) for start, end in red))

"""The figures of a comparison, as its finding has them."""

from bisect import bisect_left
from collections.abc import Sequence
from math import ceil, floor
from operator import attrgetter
from typing import Final

from schemas.feed.reading import Mitigation
from schemas.findings.figures import (
    AtLevel,
    Declared,
    Intake,
    PaceFigures,
    Period,
    Promise,
    SlotRow,
)
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS
from streams.facts.worktime.intervals import Interval, cut
from streams.rules.pace.baseline import Usual
from streams.rules.pace.comparison import AN_HOUR, Comparison
from streams.rules.pace.kept.judged import MOST_ROWS
from streams.rules.pace.kept.part_list import parts_of
from streams.rules.pace.sums import rows_of
from streams.rules.pace.warned import warned_times

_KM: Final = 1000
"""Metres."""


def pace_figures(case: Comparison) -> PaceFigures:
    """All that `measured`, `limit` and the verdict follow from."""
    usual = case.usual
    intake = None if usual is None else _intake(case, usual)
    promise = None if usual is None else _promise(case, usual)
    short = case.judged.number + (usual.rows if usual else 0) <= MOST_ROWS
    warned, more = warned_times(case.view, _measured_by(case), case.terms.kinds.words)
    return PaceFigures(
        judged=Period(start=case.judged.first * SLOT_MS, end=(case.judged.last + 1) * SLOT_MS),
        slots=case.judged.number,
        counted=case.sums.counted(),
        levels=_levels(case),
        baseline=None if usual is None else usual.figures(listed=short),
        intake=intake,
        promise=promise,
        declared=_declared(case, intake, promise),
        by_slot=_rows(case) if short else (),
        warned=warned,
        warned_rest=more or None,
    )


def _measured_by(case: Comparison) -> Interval:
    """The time (ms) by whose levels slots were measured: from the time to react before the first to the end of the last."""
    return case.judged.first * SLOT_MS - case.terms.reaction.number, (case.judged.last + 1) * SLOT_MS


def _rows(case: Comparison) -> tuple[SlotRow, ...]:
    """Each judged slot with its level, in their order; an empty one too, since its level is shown."""
    parts, view = parts_of(case.judged), case.view
    level_of = {slot: level for part in parts for level, slots in part.by_level.items() for slot in slots}
    return rows_of((slot, view.area, level_of[slot], view.cell_of(slot)) for part in parts for slot in part.slots)


def _levels(case: Comparison) -> tuple[AtLevel, ...]:
    shares = case.terms.shares
    return tuple(
        AtLevel(
            level=level,
            share=shares[level],
            slots=sums.slots,
            active_low=sums.low,
            active_high=sums.high,
            metres=sums.metres,
        )
        for level, sums in case.levels.items()
    )


def _intake(case: Comparison, usual: Usual) -> Intake:
    return Intake(
        usual_low=usual.sums.accepted * AN_HOUR // usual.sums.low,
        usual_high=usual.sums.accepted * AN_HOUR // usual.sums.high,
        allowed_low=floor(case.allowed(usual, high=False)),
        allowed_high=floor(case.allowed(usual, high=True)),
        limited_low=case.limited(usual, high=False),
        limited_high=case.limited(usual, high=True),
    )


def _promise(case: Comparison, usual: Usual) -> Promise | None:
    required, extended = case.required(usual), case.extended(usual)
    if required is None or extended is None:
        return None
    return Promise(
        promised_a_km=case.sums.promised_ms * _KM // case.sums.metres,
        usual_a_km=usual.sums.promised_ms * _KM // usual.sums.metres,
        asked_a_km=ceil(required * _KM / case.sums.metres),
        asked_ms=ceil(required),
        extended=extended,
    )


def _declared(case: Comparison, intake: Intake | None, promise: Promise | None) -> tuple[Declared, ...]:
    times = case.judged.times.listed() if case.view.mitigations else []
    fewer = intake.limited_low if intake and intake.limited_low == intake.limited_high else None
    longer = promise.extended if promise else None
    return tuple(
        Declared(
            event_id=each.event_id,
            measure=each.measure,
            area=each.area,
            start=each.from_at,
            end=each.until_at,
            visible=longer if each.measure == "extend_time" else fewer,
        )
        for each in _declarations(case.view, times)
    )


def _declarations(view: AreaView, times: Sequence[Interval]) -> list[Mitigation]:
    """The measures that the platform has declared up to now for some of these times, each event once."""
    if not times:
        return []
    end = bisect_left(view.mitigations, times[-1][1], key=attrgetter("from_at"))
    near = (each for each in view.mitigations[:end] if each.until_at > times[0][0])  # cheaper than `cut`
    declared = {each.event_id: each for each in near if each.at <= view.now and cut(times, each.from_at, each.until_at)}
    return sorted(declared.values(), key=lambda each: (each.from_at, each.until_at, each.event_id))

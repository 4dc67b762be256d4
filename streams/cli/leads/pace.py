"""The figures of a lead about an area as rows of text, in the order in which they are worked out by hand."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from schemas.findings.figures import (
    Baseline,
    Counted,
    Intake,
    PaceFigures,
    Period,
    Promise,
    RedTime,
    SlotRow,
    WarnedTime,
)
from schemas.instants import Ms
from streams.cli.wording import local, number_of, quantity, thousandths
from streams.rules.wording import local as local_time

_SEEN: Final = {True: "the figures show it", False: "the figures do NOT show it", None: "the figures cannot tell"}


def pace_rows(figures: PaceFigures) -> Iterator[tuple[str, str]]:
    """Rows of what was counted, what is usual, what was allowed, and of each declared measure whether the figures show it."""
    yield "judged", f"{_time(figures.judged)}, {number_of(figures.slots, 'slot')} of 10 min"
    yield "counted", _counted(figures.counted)
    for each in figures.levels:
        active = _either(_span(each.active_low), _span(each.active_high))
        yield (
            f"under {each.level}",
            f"{number_of(each.slots, 'slot')}, share {each.share} %: {active} active, {each.metres} m promised",
        )
    yield from _compared(figures)
    for declared in figures.declared:
        time = _time(Period(start=declared.start, end=declared.end))
        yield (
            "declared",
            f"{declared.measure} in {declared.area}, {time} (event {declared.event_id}): {_SEEN[declared.visible]}",
        )


WARNING_COLUMNS: Final = ("episode", "warning", "level", "from", "to")
"""The columns of `warning_rows`."""

SLOT_COLUMNS: Final = (
    "slot of 10 min from",
    "area",
    "level",
    ">known active ms",
    ">with unknown",
    ">orders",
    ">promised",
    ">promised ms",
    ">metres",
)
"""The columns of `slot_rows`."""


def warning_rows(warned: Iterable[WarnedTime]) -> Iterator[tuple[str, ...]]:
    """The warnings of each episode by their start, and the level of the episode from when on, to the millisecond."""
    for episode in warned:
        for each in episode.warnings:
            yield episode.episode, each.warning, each.level, _exact(each.start), _exact(each.end)
        ends = [*(each.start for each in episode.levels[1:]), episode.end]
        for held, end in zip(episode.levels, ends, strict=True):
            yield episode.episode, "highest in force", held.level, _exact(held.start), _exact(end)


def slot_rows(rows: Sequence[SlotRow]) -> Iterator[tuple[str, ...]]:
    """Each slot with its sums, and their total."""
    for row in rows:
        yield local(row.start), row.area, row.level or "", *map(str, _sums(row))
    yield "total", "", "", *map(str, map(sum, zip(*map(_sums, rows), strict=True)))


def _sums(row: SlotRow) -> tuple[int, ...]:
    return row.active_low, row.active_high, row.accepted, row.promised, row.promised_ms, row.metres


def red_rows(red: tuple[RedTime, ...]) -> Iterator[tuple[str, ...]]:
    """Each time of red with the number of orders pushed in it, the first and the last."""
    for each in red:
        end = "not over" if each.end is None else local(each.end)
        yield (
            local(each.start),
            end,
            str(each.pushed),
            *("" if at is None else local(at) for at in (each.first_at, each.last_at)),
        )


def _compared(figures: PaceFigures) -> Iterator[tuple[str, str]]:
    if figures.baseline is None or figures.intake is None:
        yield "usual", "unknown: too little active time in earlier weeks and before the warning"
        return
    yield from _usual(figures.baseline)
    yield "orders", _orders(figures.intake, figures.counted.accepted)
    if figures.promise is None:
        yield "promise", "unknown: too few orders with a promise and a distance"
    else:
        yield "promise", _promise(figures.promise, figures.counted.promised_ms)


def _usual(baseline: Baseline) -> Iterator[tuple[str, str]]:
    weeks = ", ".join(map(str, baseline.weeks))
    what = (
        f"the same slots {weeks} {'week' if baseline.weeks == (1,) else 'weeks'} earlier"
        if baseline.weeks
        else "the hours before the warning"
    )
    yield "usual", f"{what}, {number_of(baseline.slots, 'slot')}: {_counted(baseline.counted)}"
    for each in baseline.times:
        yield "", _time(each)


def _counted(counted: Counted) -> str:
    active = _either(_span(counted.active_low), _span(counted.active_high))
    promised = f"{_span(counted.promised_ms)} promised for {counted.metres} m by {counted.promised} of them"
    return f"{number_of(counted.accepted, 'order')} in {active} of active time, {promised}"


def _orders(intake: Intake, accepted: int) -> str:
    usual = _either(thousandths(intake.usual_low), thousandths(intake.usual_high))
    allowed = _either(str(intake.allowed_low), str(intake.allowed_high))
    limited = _either(*("limited" if each else "NOT limited" for each in (intake.limited_low, intake.limited_high)))
    return f"{accepted} taken, {allowed} allowed (usual an active hour: {usual}): {limited}"


def _promise(promise: Promise, promised_ms: int) -> str:
    a_km = (promise.promised_a_km, promise.usual_a_km, promise.asked_a_km)
    mine, usual, required = map(_span, a_km)
    verdict = "extended" if promise.extended else "NOT extended"
    return (
        f"{_span(promised_ms)} promised, {_span(promise.asked_ms)} required "
        f"(a km {mine}, usual {usual}, required {required}): {verdict}"
    )


def _either(low: str, high: str) -> str:
    """One text where both readings agree, else both."""
    return low if low == high else f"{low} (with unknown time {high})"


def _span(ms: int) -> str:
    return quantity(ms, "ms")


def _exact(at: Ms) -> str:
    """The instant in Asia/Shanghai with its milliseconds."""
    return f"{local_time(at)}.{at % 1000:03d} +08:00"


def _time(period: Period) -> str:
    return f"{local(period.start)} to {local(period.end)}"

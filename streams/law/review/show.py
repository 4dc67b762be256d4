"""The law of one day and place as rows to print. Decides nothing that `Law.find` and `Law.mode` do not."""

from dataclasses import dataclass, replace

from schemas.findings.finding import LawStatus
from schemas.legal_days import Day, day_text
from streams.law.registers.places import SECTORS
from streams.law.table import Law
from streams.law.value import Mode, Value


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A parameter on the day, for the sectors in which it is the same.

    `value` is as the law file writes it and `unit` the unit that findings give it in. It holds in [`since`, `until`),
    dates as text; `until` is empty where no end is known. Without a value, `value`, `since` and
    `source` are empty, and `status` is None. `mode` is None of what measures. `replaces`: of a value of an overlay, ours;
    `mode_replaces`: likewise of the mode.
    """

    parameter: str
    sectors: tuple[str, ...]
    value: str
    unit: str
    since: str
    until: str
    source: str
    status: LawStatus | None
    mode: Mode | None
    replaces: str | None = None
    mode_replaces: str | None = None


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """The day as a statutory holiday: `value` is its name, empty where it is none.

    `known`: true if there is a table of the year. Without a holiday `source` is empty and `status` None. `replaces`: ours, where
    the table is that of an overlay and ours of the day is another, or is repeated there.
    """

    parameter: str
    value: str
    known: bool
    source: str
    status: LawStatus | None
    replaces: str | None = None


def holiday_row(law: Law, day: Day) -> HolidayRow:
    """The statutory holiday of a day, if any, with its source."""
    found = law.holidays.on(day)
    if found is None:
        gone = law.holidays.gone.get(day)
        return HolidayRow("holiday", "", law.holidays.knows(day), "", None, None if gone is None else gone.replaces)
    name = f"{found.name.zh} ({found.name.en})"
    return HolidayRow("holiday", name, True, str(found.source), found.status, found.replaces)


def render(law: Law, *, day: Day, area: str, platform: str = "") -> list[ShownParameter]:
    """A row for each parameter, more where sectors differ, in order of the files; `KeyError` for an unknown area.

    `platform`: with what that one has agreed to; empty for the law of all.
    """
    rows: list[ShownParameter] = []
    for parameter in law.parameters:
        rule = parameter.partition(".")[0]
        known = rule in law.rules
        mode = law.mode(rule, area=area, day=day) if known else None
        mode_replaces = law.replaced_mode(rule, area=area, day=day) if known else None
        same: dict[ShownParameter, tuple[str, ...]] = {}
        for sector in SECTORS:
            row = _row(parameter, mode, *_in_force(law, parameter, sector, area, day, platform))
            same[row] = (*same.get(row, ()), sector)
        rows += [replace(row, sectors=sectors, mode_replaces=mode_replaces) for row, sectors in same.items()]
    return rows


def _in_force(
    law: Law, parameter: str, sector: str, area: str, day: Day, platform: str
) -> tuple[Value | None, Day | None]:
    """The value in force on the day, and the day on which that ends; None where there is none."""
    line = law.timeline(parameter, sector=sector, area=area, platform=platform)
    value = next((value for at, value in reversed(line) if at <= day), None)
    return value, next((at for at, _ in line if at > day), None)


def _row(parameter: str, mode: Mode | None, value: Value | None, end: Day | None) -> ShownParameter:
    until = "" if end is None else day_text(end)
    if value is None:
        return ShownParameter(parameter, (), "", "", "", until, "", None, mode)
    used, since = value.used(), day_text(value.from_day)
    return ShownParameter(
        parameter, (), value.text, used.unit, since, until, used.source, value.status, mode, value.replaced
    )

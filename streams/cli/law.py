"""`shiftwarden law`: check the law files, and show the law of one day and place."""

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from streams.cli.options import example, format_option, law_option
from streams.cli.output import print_json, print_line, print_table
from streams.cli.reading import law_of
from streams.cli.wording import banded
from streams.law.check import check as doubts
from streams.law.check import remarks
from streams.law.days.calendar import Day, day_of, day_text
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.law.geography.places import SECTORS, Platform
from streams.law.show import HolidayRow, ShownParameter, holiday_row, render
from streams.law.table import Law
from streams.law.terms.budget import BUDGETS
from streams.rules.wording import SHANGHAI


@click.group(epilog=example("shiftwarden law show --on 2022-06-01 --area 360104"))
def law() -> None:
    """Check the law files; show the law of a day and place."""


@law.command(epilog=example("shiftwarden law check --law /etc/shiftwarden/law"))
@law_option
def check(overlay: Path | None) -> None:
    """Check the law files: what they lack, what changes nothing, and what nobody has read in a source.

    Exit status 1 where something has to be mended; what is only to be known does not count.
    """
    try:
        checked = packaged_law(overlay)
    except LawError as error:
        for fault in error.faults:
            print_line(str(fault))
        sys.exit(1)
    faults = doubts(checked)
    for each in faults:
        print_line(f"to mend: {each}")
    for remark in remarks(checked):
        print_line(f"to know: {remark}")
    for platform in checked.platforms.values():
        print_line(f"budget of {platform.id}: {_budget(platform)}")
    print_line(_count(checked, len(faults)))
    sys.exit(1 if faults else 0)


@law.command(epilog=example("shiftwarden law show --on 2022-06-01 --area 360104 --sector delivery"))
@law_option
@format_option
@click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The legal day, YYYY-MM-DD; else today's."
)
@click.option("--area", required=True, metavar="CODE", help="A county (360104) or a zone (NC-GX).")
@click.option("--sector", type=click.Choice(SECTORS), help="One sector; else all.")
def show(overlay: Path | None, form: str, on: datetime | None, area: str, sector: str | None) -> None:
    """Show the law of one day and place: each parameter, since when it holds, where it is written; and any holiday."""
    shown = law_of(overlay)
    if area not in shown.places:
        known = ", ".join(f"{code} {shown.places.name(code).zh}" for code in shown.places.areas)
        raise click.BadParameter(f"given {area!r}; allowed: {known}", param_hint="--area")
    day = day_of((on or datetime.now(SHANGHAI)).date())
    rows = [row for row in render(shown, day=day, area=area) if sector is None or sector in row.sectors]
    if form == "json":
        print_json(asdict(holiday_row(shown, day)))
        for row in rows:
            print_json(asdict(row))
        return
    name = shown.places.name(area)
    print_line(f"The law on {day_text(day)} in {area} {name.zh} ({name.en})")
    print_line(_holiday(holiday_row(shown, day), day))
    print_table(_COLUMNS, map(_cells, rows))


def _holiday(row: HolidayRow, day: Day) -> str:
    if row.value:
        return f"A statutory holiday: {row.value} (source read: {'yes' if row.verified else 'no'}; {row.source})"
    if row.known:
        return "No statutory holiday"
    return f"Whether it is a statutory holiday is not known: no table of {day_text(day)[:4]} in holidays.yaml"


_COLUMNS = ("parameter", "sectors", "value", "since", "until", "mode", "source read", "source")


def _cells(row: ShownParameter) -> tuple[str, ...]:
    sectors = "all" if row.sectors == SECTORS else ", ".join(row.sectors)
    if not row.since:
        return (row.parameter, sectors, "none in force", "", row.until, row.mode, "", "")
    read = "yes" if row.verified else "no"
    return (
        row.parameter,
        sectors,
        banded(row.parameter, row.value.split(", ")),
        row.since,
        row.until,
        row.mode,
        read,
        row.source,
    )


def _budget(platform: Platform) -> str:
    return ", ".join(f"{name} {getattr(platform.budget, name):,}" for name in BUDGETS)


def _count(checked: Law, faults: int) -> str:
    found = f"{faults} to mend" if faults else "nothing to mend"
    return f"{len(checked.values)} values of {len(checked.parameters)} parameters, {len(checked.places.areas)} areas: {found}"

"""`shiftwarden law`: check the law files, and show the law of one day and place; `diff` and `history` stand beside it."""

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from schemas.legal_days import SHANGHAI, Day, day_of, day_text
from streams.cli.law_changes import diff, past
from streams.cli.options import example, format_option, law_option
from streams.cli.output import print_json, print_line, print_table
from streams.cli.reading import law_of
from streams.cli.wording import banded, marked, marked_word, number_of
from streams.law.check import check as doubts
from streams.law.check import remarks
from streams.law.errors import LawError
from streams.law.files import overlay_of, packaged_law
from streams.law.registers.budget import BUDGETS
from streams.law.registers.places import SECTORS, Platform
from streams.law.review.overlaid import Overlay
from streams.law.review.show import HolidayRow, ShownParameter, holiday_row, render
from streams.law.table import Law


@click.group(epilog=example("shiftwarden law show --on 2022-06-01 --area 360104"))
def law() -> None:
    """Check the law files; show the law of a day and place; compare laws."""


law.add_command(diff)
law.add_command(past)


@law.command(epilog=example("shiftwarden law check --law /etc/shiftwarden/law"))
@law_option
def check(overlay: Path | None) -> None:
    """Check the law files: gaps, entries that change nothing, and values that nobody has read in a source.

    With --law it says first what its files change of ours; the lines about the files of this release are counted.

    Exit status 1 where there is an error; warnings do not count.
    """
    try:
        checked = packaged_law(overlay)
    except LawError as error:
        for fault in error.faults:
            print_line(str(fault))
        sys.exit(1)
    errors, lines = doubts(checked), _lines(checked)
    ours = set() if overlay is None else set(_lines(packaged_law()))
    if overlay is not None:
        _print_overlaid(overlay_of(overlay))
    for each in errors:
        print_line(f"error: {each}")
    for line in lines:
        if line not in ours:
            print_line(line)
    if ours:
        rest = number_of(sum(line in ours for line in lines), "more line")
        print_line(f"… and {rest} about the files of this release; `shiftwarden law check` without --law shows them")
    print_line(_count(checked, len(errors)))
    sys.exit(1 if errors else 0)


def _print_overlaid(laid: Overlay) -> None:
    """Print what the files change of ours, and what is doubtful about them."""
    changes = laid.changes()
    print_line(f"the folder changes {number_of(len(changes), 'entry', 'entries')} of ours")
    for line in changes:
        print_line(f"change: {line}")
    for line in laid.doubts(day_of(datetime.now(SHANGHAI).date())):
        print_line(f"warning: {line}")


@law.command(epilog=example("shiftwarden law show --on 2022-06-01 --area 360104 --sector delivery"))
@law_option
@format_option
@click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The legal day, YYYY-MM-DD; else today's."
)
@click.option("--area", required=True, metavar="CODE", help="A county (360104) or a zone (NC-GX).")
@click.option("--sector", type=click.Choice(SECTORS), help="One sector; else all.")
@click.option(
    "--platform", default="", metavar="ID", help="With what this platform has agreed to; else the law of all."
)
def show(overlay: Path | None, form: str, on: datetime | None, area: str, sector: str | None, platform: str) -> None:
    """Show the law of one day and place: each parameter, since when it holds, where it is written; and any holiday."""
    shown = law_of(overlay)
    if area not in shown.places:
        known = ", ".join(f"{code} {shown.places.name(code).zh}" for code in shown.places.areas)
        raise click.BadParameter(f"given {area!r}; allowed: {known}", param_hint="--area")
    if platform and platform not in shown.platforms:
        allowed = ", ".join(shown.platforms)
        raise click.BadParameter(f"given {platform!r}; allowed: {allowed}", param_hint="--platform")
    day = day_of((on or datetime.now(SHANGHAI)).date())
    rows = [
        row for row in render(shown, day=day, area=area, platform=platform) if sector is None or sector in row.sectors
    ]
    if form == "json":
        print_json(asdict(holiday_row(shown, day)))
        for row in rows:
            print_json(asdict(row))
        return
    name = shown.places.shown_name(area)
    whose = f" for {platform}" if platform else ""
    print_line(f"The law on {day_text(day)} in {area} {name.zh} ({name.en}){whose}")
    print_line(_holiday(holiday_row(shown, day), day))
    print_table(_COLUMNS, map(_cells, rows))


def _holiday(row: HolidayRow, day: Day) -> str:
    if row.value:
        return f"A statutory holiday: {row.value} ({row.status}; {marked(row.source, row.replaces)})"
    if row.known:
        return marked_word("No statutory holiday", row.replaces)
    return f"It is not known whether it is a statutory holiday: holidays.yaml has no table of {day_text(day)[:4]}"


_COLUMNS = ("parameter", "sectors", "value", "since", "until", "mode", "status", "source")


def _cells(row: ShownParameter) -> tuple[str, ...]:
    sectors = "all" if row.sectors == SECTORS else ", ".join(row.sectors)
    if not row.since:
        return (row.parameter, sectors, "none in force", "", row.until, _mode(row), "", "")
    return (
        row.parameter,
        sectors,
        banded(row.parameter, row.value.split(", ")),
        row.since,
        row.until,
        _mode(row),
        row.status or "",
        marked(row.source, row.replaces),
    )


def _mode(row: ShownParameter) -> str:
    return marked_word(row.mode or "", row.mode_replaces)


def _lines(checked: Law) -> list[str]:
    """The warnings, the budget of each platform, and how it settles pay where that is not by the day."""
    lines = [f"warning: {remark}" for remark in remarks(checked)]
    lines += [f"budget of {platform.id}: {_budget(platform)}" for platform in checked.platforms.values()]
    return lines + [
        marked_word(
            f"{platform.id} settles pay by the {each.by} from {day_text(each.from_day)}",
            platform.replaced_settlement(each.from_day),
        )
        for platform in checked.platforms.values()
        for each in platform.settles
    ]


def _budget(platform: Platform) -> str:
    return ", ".join(f"{name} {getattr(platform.budget, name):,}" for name in BUDGETS)


def _count(checked: Law, errors: int) -> str:
    values, parameters = number_of(len(checked.values), "value"), number_of(len(checked.parameters), "parameter")
    areas, found = number_of(len(checked.places.areas), "area"), number_of(errors, "error") if errors else "no error"
    return f"{values} of {parameters}, {areas}: {found}"

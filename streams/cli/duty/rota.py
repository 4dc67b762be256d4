"""`shiftwarden rota`: check a duty folder, show who is on, and write a person's calendar."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from alerts.routing import Person, Routing, RoutingError
from alerts.routing.checking import doubts
from alerts.routing.icalendar import calendar_of
from alerts.routing.local_time import shown
from schemas.instants import HOUR_MS, Ms
from schemas.legal_days import DAY_MS
from streams.cli.duty.files import duty_option, given_folder, read_routing, routing_of
from streams.cli.duty.now import DutyInstant, now_ms
from streams.cli.options import example, law_option
from streams.cli.output import harmless, print_line, print_table
from streams.cli.reading import law_of
from streams.cli.wording import number_of

_AHEAD_DAYS: Final = 92
"""A quarter of a year: a rota for Spring Festival is seen to be missing when it can still be made."""

_SHOWN_DAYS: Final = 14
_MOST_DAYS: Final = 366
"""Two weeks are one screen; a year is as far as anybody plans, and as far as notices of holidays are known."""
_COLUMNS: Final = ("自\nfrom", "至\nto", "值班\non duty", "次值\nsecond")
_LOAD_COLUMNS: Final = ("人员\nwho", ">值班小时\nhours on duty")

_FROM = click.option("--from", "start", type=DutyInstant(), metavar="INSTANT", help="The first instant; else now.")


@click.group(epilog=example("shiftwarden rota check --duty duty", "shiftwarden rota show --department rs-inspection"))
def rota() -> None:
    """Check a duty folder, show who is on, write a person's calendar."""


@rota.command(epilog=example("shiftwarden rota check --duty deploy/duty/sample --days 120"))
@duty_option
@law_option
@_FROM
@click.option(
    "--days", type=click.IntRange(1, _MOST_DAYS), default=_AHEAD_DAYS, show_default=True, help="So far ahead."
)
def check(duty: Path | None, overlay: Path | None, start: Ms | None, days: int) -> None:
    """Check a duty folder: faults of its files, and over the next days gaps in cover, years without a notice, swaps.

    Exit status 1 where there is a fault; remarks do not count.
    """
    begins = now_ms() if start is None else start
    try:
        routing = read_routing(given_folder(duty), law_of(overlay).places.lies_in())
    except RoutingError as error:
        for fault in error.faults:
            print_line(harmless(str(fault)))
        sys.exit(1)
    found = doubts(routing, begins, begins + days * DAY_MS)
    for each in found:
        row = f"{each.row}: " if each.row else ""
        print_line(harmless(f"{'error' if each.is_fault else 'remark'}: {row}{each.text.zh} / {each.text.en}"))
    faults = sum(each.is_fault for each in found)
    people, shifts = number_of(len(routing.people), "person", "people"), number_of(_shifts(routing), "shift")
    print_line(
        f"{number_of(len(routing.departments), 'department')}, {people}, {shifts}, "
        f"{shown(begins)} – {shown(begins + days * DAY_MS)}: {number_of(faults, 'fault') if faults else '无误 no fault'}"
    )
    sys.exit(1 if faults else 0)


@rota.command(epilog=example("shiftwarden rota show --department rs-inspection --from 2026-12-01 --duty duty"))
@duty_option
@law_option
@_FROM
@click.option("--department", metavar="ID", help="One department; else all.")
@click.option(
    "--days", type=click.IntRange(1, _MOST_DAYS), default=_SHOWN_DAYS, show_default=True, help="So many days."
)
def show(duty: Path | None, overlay: Path | None, start: Ms | None, department: str | None, days: int) -> None:
    """Show who is on duty and who is second, and the hours of each. Times are those of Asia/Shanghai."""
    routing = routing_of(given_folder(duty), law_of(overlay).places.lies_in())
    if department is not None and department not in routing.departments:
        allowed = ", ".join(routing.departments) or "there is none"
        raise click.BadParameter(f"given {department!r}; allowed: {allowed}", param_hint="--department")
    begins = now_ms() if start is None else start
    for each in routing.departments if department is None else (department,):
        name = routing.name(each)
        print_line(harmless(f"{name.zh} {name.en} ({each})"))
        print_table(_COLUMNS, _rows(routing, each, begins, begins + days * DAY_MS))
        print_table(_LOAD_COLUMNS, _loads(routing, each, begins, begins + days * DAY_MS))


@rota.command(epilog=example("shiftwarden rota calendar wang --duty duty > wang.ics"))
@duty_option
@law_option
@_FROM
@click.option(
    "--days", type=click.IntRange(1, _MOST_DAYS), default=_AHEAD_DAYS, show_default=True, help="So many days."
)
@click.argument("person", metavar="PERSON")
def calendar(duty: Path | None, overlay: Path | None, start: Ms | None, days: int, person: str) -> None:
    """Write the shifts of a person as iCalendar, to be opened or subscribed to on a phone."""
    routing = routing_of(given_folder(duty), law_of(overlay).places.lies_in())
    if person not in routing.people:
        raise click.BadParameter(f"given {person!r}; allowed: {', '.join(routing.people)}", param_hint="PERSON")
    now = now_ms()
    begins = now if start is None else start
    click.echo(calendar_of(routing, routing.people[person], begins, begins + days * DAY_MS, now), nl=False)


def _shifts(routing: Routing) -> int:
    return sum(len(each) for each in routing.rota.shifts.values())


def _rows(routing: Routing, department: str, start: Ms, end: Ms) -> Iterator[tuple[str, ...]]:
    for turn in routing.turns(department, start, end):
        second = [people[1] for _, people in routing.rota.kept(department, turn.start) if len(people) > 1]
        nobody = "" if turn.people else f"无人值班 nobody: {routing.rota.why_nobody(department, turn.start).zh}"
        yield shown(turn.start), shown(turn.end), nobody or _names(turn.people), _names(tuple(second))


def _loads(routing: Routing, department: str, start: Ms, end: Ms) -> Iterator[tuple[str, str]]:
    loads: dict[Person, Ms] = {}
    for turn in routing.turns(department, start, end):
        for person in turn.people:
            loads[person] = loads.get(person, 0) + turn.end - turn.start
    for person, ms in sorted(loads.items(), key=lambda pair: (-pair[1], pair[0].id)):
        yield _names((person,)), f"{ms / HOUR_MS:.1f}"


def _names(people: tuple[Person, ...]) -> str:
    return ", ".join(f"{person.zh} ({person.id})" for person in people)

"""Lines about all that a replay did not judge: events too late or too old, pay of no order, and what no law was in force for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from schemas.legal_days import Day, day_text
from streams.cli.output import print_status
from streams.cli.reading import SHOWN
from streams.cli.wording import local, number_of
from streams.law.errors import NoValueInForce
from streams.rules import RULES
from streams.tools.replay.result import ReplayResult

_OBJECTS = {rule.name: rule.objects for rule in RULES}
"""The objects that are not judged where a value of that law file is missing; of those of no rule, stretches."""


def print_unjudged(outcome: ReplayResult) -> None:
    """Print one line a cause on standard error; nothing where all was judged."""
    if outcome.left_out:
        print_status(f"not judged: {number_of(outcome.left_out, 'event')} later than {local(outcome.now)}")
    if outcome.too_late:
        print_status(
            f"not judged: {number_of(outcome.too_late, 'event')} behind the horizon; leave out --horizon to judge them"
        )
    if outcome.orderless:
        platforms = ", ".join(f"{platform} {count:,}" for platform, count in sorted(outcome.orderless.items()))
        entries = number_of(sum(outcome.orderless.values()), "pay entry", "pay entries")
        print_status(f"not judged: {entries} whose order nobody accepted ({platforms})")
    if outcome.not_settled:
        platforms = ", ".join(f"{platform} {count:,}" for platform, count in sorted(outcome.not_settled.items()))
        days = number_of(sum(outcome.not_settled.values()), "day", "days")
        print_status(f"not judged: {days} below the minimum that the platform has yet to settle ({platforms})")
    for rule, count in sorted(outcome.aside.items()):
        print_status(
            f"not judged: {number_of(count, 'worker or area', 'workers or areas')}, since {rule} raised an error about"
            f" {'it' if count == 1 else 'them'}: a fault of ours, report it"
        )
    lines = list(_lawless(outcome))
    for line in lines[:SHOWN]:
        print_status(line)
    if len(lines) > SHOWN:
        more = number_of(len(lines) - SHOWN, "more parameter and area", "more parameters and areas")
        print_status(f"… and {more} without a value in force")


def _lawless(outcome: ReplayResult) -> Iterator[str]:
    """One line for each parameter and area, with the days, and the dates nearest to them."""
    wanted: dict[tuple[str, str], list[NoValueInForce]] = defaultdict(list)
    for missing in sorted(outcome.unjudged.values(), key=lambda each: each.day):
        wanted[missing.parameter, missing.area].append(missing)
    for (parameter, area), found in sorted(wanted.items()):
        rule = parameter.partition(".")[0]
        nearest = "; ".join(dict.fromkeys(chain.from_iterable(each.nearest for each in found)))
        yield (
            f"not judged: {_OBJECTS.get(rule, 'stretches that began')} in {area} {_when([each.day for each in found])}"
            f" by {rule}: no value of {parameter} is in force there then ({nearest or 'no other date has one'})"
        )


def _when(days: Sequence[Day]) -> str:
    """The days, which ascend, in words."""
    first, last, count = day_text(days[0]), day_text(days[-1]), len(set(days))
    return f"on {first}" if count == 1 else f"on {count} days from {first} to {last}"

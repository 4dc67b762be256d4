"""What a replay says it did not judge: what lies later, what came too late, what no law was in force for, pay of no day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from streams.cli.output import say
from streams.cli.reading import SHOWN
from streams.cli.wording import local
from streams.law.days.calendar import Day, day_text
from streams.law.errors import NoValueInForce
from streams.tools.replay.result import ReplayResult

_ASKED = {
    "pay_below_minimum": "days worked",
    "pace_not_eased": "slots of bad weather of any level",
    "dispatch_under_red": "red warnings",
}
"""What of each rule was not judged where one of its values is missing; of the others it is stretches."""


def say_not_judged(outcome: ReplayResult) -> None:
    """Say all of it on standard error; nothing where there is nothing."""
    if outcome.left_out:
        say(f"not judged: {outcome.left_out:,} events later than {local(outcome.now)}")
    if outcome.too_late:
        say(f"not judged: {outcome.too_late:,} events behind the horizon; without --horizon they are")
    if outcome.orderless:
        platforms = ", ".join(f"{platform} {count:,}" for platform, count in sorted(outcome.orderless.items()))
        say(f"not judged: {sum(outcome.orderless.values()):,} pay entries whose order nobody accepted ({platforms})")
    for rule, count in sorted(outcome.aside.items()):
        say(
            f"not judged: {count:,} workers or areas, since {rule} raised an error about them: a fault of ours, report it"
        )
    lines = list(_lawless(outcome))
    for line in lines[:SHOWN]:
        say(line)
    if len(lines) > SHOWN:
        say(f"… and {len(lines) - SHOWN:,} more parameters and areas without a value in force")


def _lawless(outcome: ReplayResult) -> Iterator[str]:
    """One line for each parameter and area, with the days, and the dates nearest to them."""
    asked: dict[tuple[str, str], list[NoValueInForce]] = defaultdict(list)
    for missing in sorted(outcome.unjudged.values(), key=lambda each: each.day):
        asked[missing.parameter, missing.area].append(missing)
    for (parameter, area), found in sorted(asked.items()):
        rule = parameter.partition(".")[0]
        nearest = "; ".join(dict.fromkeys(chain.from_iterable(each.nearest for each in found)))
        yield (
            f"not judged: {_ASKED.get(rule, 'stretches that began')} in {area} {_when([each.day for each in found])}"
            f" by {rule}: no value of {parameter} is in force there then ({nearest or 'no other date has one'})"
        )


def _when(days: Sequence[Day]) -> str:
    """The days, which ascend, in words."""
    first, last, count = day_text(days[0]), day_text(days[-1]), len(set(days))
    return f"on {first}" if count == 1 else f"on {count} days from {first} to {last}"

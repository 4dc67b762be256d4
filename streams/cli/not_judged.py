"""What a replay says it did not judge: what lies later, what came too late, what no law was in force for, pay of no day."""

from collections import defaultdict
from collections.abc import Iterator

from streams.cli.output import say
from streams.cli.reading import SHOWN
from streams.cli.wording import local
from streams.law.calendar import Day, day_text
from streams.recorded.replay import Outcome

_ASKED = {
    "pay_below_minimum": "days worked",
    "pace_not_eased": "slots of bad weather",
    "dispatch_under_red": "red warnings",
}
"""What of each rule was not judged where one of its values is missing; of the others it is stretches."""


def say_not_judged(outcome: Outcome) -> None:
    """Say all of it on standard error; nothing where there is nothing."""
    if outcome.left_out:
        say(f"not judged: {outcome.left_out:,} events later than {local(outcome.now)}")
    if outcome.too_late:
        say(f"not judged: {outcome.too_late:,} events behind the horizon; without --horizon they are")
    if outcome.orderless:
        platforms = ", ".join(f"{platform} {count:,}" for platform, count in sorted(outcome.orderless.items()))
        say(f"not judged: {sum(outcome.orderless.values()):,} pay entries whose order nobody accepted ({platforms})")
    lines = list(_lawless(outcome))
    for line in lines[:SHOWN]:
        say(line)
    if len(lines) > SHOWN:
        say(f"… and {len(lines) - SHOWN:,} more parameters and areas without a value in force")


def _lawless(outcome: Outcome) -> Iterator[str]:
    """One line for each parameter and area, with the days."""
    days: dict[tuple[str, str], set[Day]] = defaultdict(set)
    for parameter, area, _, day in outcome.unjudged:
        days[parameter, area].add(day)
    for (parameter, area), found in sorted(days.items()):
        first, last = day_text(min(found)), day_text(max(found))
        when = f"on {first}" if len(found) == 1 else f"on {len(found)} days from {first} to {last}"
        what = _ASKED.get(parameter.partition(".")[0], "stretches that began")
        yield f"not judged: {what} in {area} {when}: no value of {parameter} is in force there then"

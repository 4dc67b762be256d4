"""Runs the measurements one after the other, prints a table and writes `bench.json`."""

import argparse
import json
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.figure import Figure
from tests.bench.growth_of.facts import growth
from tests.bench.kept.days import days
from tests.bench.kept.memory import memory
from tests.bench.kept.people import people
from tests.bench.kept.restated import restated
from tests.bench.lag import lag
from tests.bench.recovery import recovery
from tests.bench.replayed import replayed
from tests.bench.speed.catch_up import catch_up
from tests.bench.speed.city import Live, city
from tests.bench.speed.core import core
from tests.bench.speed.long_day import long_day
from tests.bench.throughput import arrays, singles

Measurement = Callable[[float], Iterator[Figure]]

MEASUREMENTS: dict[str, Measurement] = {
    "arrays": arrays,
    "singles": singles,
    "lag": lag,
    "memory": memory,
    "days": days,
    "people": people,
    "restated": restated,
    "recovery": recovery,
    "replay": replayed,
    "growth": growth,
    "core": core,
    "long-day": long_day,
    "catch-up": catch_up,
    "city": city,
}
"""By name, in the order in which they run; each takes the scale."""

_WIDTH = 160
"""The width of the table, where it goes to a file."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the 20,000 people and of the load")
    parser.add_argument("--only", choices=MEASUREMENTS, action="append", help="one measurement; may be repeated")
    parser.add_argument("--of", default="", help="with --only growth: those kinds of events whose name has this in it")
    parser.add_argument("--minutes", type=float, default=5.0, help="with --only city: the measured time")
    parser.add_argument("--out", type=Path, default=Path("bench.json"), help="where the figures go")
    options = parser.parse_args()
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    figures: list[Figure] = []
    given = {
        "growth": lambda scale: growth(scale, options.of),
        "city": lambda scale: city(scale, Live(window_s=60 * options.minutes)),
    }
    for name in options.only or MEASUREMENTS:
        console.print(f"measuring {name} …", highlight=False)
        began = time.monotonic()
        figures += given.get(name, MEASUREMENTS[name])(options.scale)
        console.print(f"  {time.monotonic() - began:.0f} s", highlight=False)
    console.print(_table(figures))
    machine = {"machine": platform.machine(), "python": platform.python_version(), "scale": options.scale}
    options.out.write_text(json.dumps({**machine, "figures": [asdict(each) for each in figures]}, indent=1) + "\n")


def _table(figures: list[Figure]) -> Table:
    table = Table("figure", "value", "unit", "goal", "reached", "how")
    for each in figures:
        goal = "" if each.goal is None else f"{'at most' if each.most else 'at least'} {each.goal:,.0f}"
        reached = {None: "", True: "yes", False: "no"}[each.reached]
        digits = 0 if each.value >= 100 else 2
        table.add_row(each.name, f"{each.value:,.{digits}f}", each.unit, goal, reached, each.note)
    return table


main()

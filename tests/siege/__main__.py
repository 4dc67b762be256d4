"""Runs the attacks one after the other and prints what the victim, the workers and the receipts noticed of each."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.siege.attacks import ATTACKS
from tests.siege.run import Outcome, besiege

_WIDTH = 140
"""Of the table, where it goes to a file."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.siege", description=__doc__)
    parser.add_argument("--probes", type=int, default=120, help="probes of the victim, one a second")
    parser.add_argument("--scale", type=float, default=1.0, help="share of each attack's full size")
    parser.add_argument("--only", help="those attacks whose name has this in it")
    parser.add_argument("--out", type=Path, default=Path("siege.json"), help="where the outcomes go")
    options = parser.parse_args()
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    outcomes = []
    for attack in ATTACKS:
        if options.only is None or options.only in attack.name:
            console.print(f"{attack.name} …", highlight=False)
            outcomes.append(besiege(attack, options.probes, options.scale))
            console.print(f"  {outcomes[-1].seconds:.0f} s", highlight=False)
    console.print(_table(outcomes))
    options.out.write_text(json.dumps([asdict(each) for each in outcomes], indent=1) + "\n")


def _table(outcomes: list[Outcome]) -> Table:
    table = Table("attack", "probes", "told", "median", "99th", "worst", "ends", "memory, MB", "receipts whole")
    for each in outcomes:
        lags = [f"{each.percentile(share):.2f} s" for share in (0.5, 0.99, 1.0)]
        whole = "yes" if each.covered else "NO"
        table.add_row(
            each.attack, str(each.sent), str(len(each.lags)), *lags, str(each.ends), f"{each.memory_mb:.0f}", whole
        )
    return table


main()

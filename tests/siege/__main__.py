"""Runs the attacks one after the other and prints what the victim, the workers and the receipts noticed of each.

With `--kills`, workers are killed and stopped at random meanwhile, and the ledger is compared with a replay afterwards.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.siege.attacks import ATTACKS, Attack
from tests.siege.kills import KillOutcome, assault, besieged_live
from tests.siege.run import Outcome, besiege

_WIDTH = 140
"""The width of the table, where it goes to a file."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.siege", description=__doc__)
    parser.add_argument("--probes", type=int, default=120, help="probes of the victim, one a second")
    parser.add_argument("--scale", type=float, default=1.0, help="share of each attack's full size")
    parser.add_argument("--only", help="those attacks whose name has this in it")
    parser.add_argument("--out", type=Path, default=Path("siege.json"), help="where the outcomes go")
    parser.add_argument(
        "--kills", action="store_true", help="kill and stop workers meanwhile, and compare with a replay"
    )
    parser.add_argument("--seed", type=int, default=1, help="with --kills: of the faults and of the honest platforms")
    parser.add_argument("--faults", type=int, default=6, help="with --kills: how many faults an attack")
    options = parser.parse_args()
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    chosen = [attack for attack in ATTACKS if options.only is None or options.only in attack.name]
    (_kills if options.kills else _lags)(chosen, options, console)


def _lags(chosen: Sequence[Attack], options: argparse.Namespace, console: Console) -> None:
    outcomes = []
    for attack in chosen:
        console.print(f"{attack.name} …", highlight=False)
        outcomes.append(besiege(attack, options.probes, options.scale))
        console.print(f"  {outcomes[-1].seconds:.0f} s", highlight=False)
    console.print(_table(outcomes))
    options.out.write_text(json.dumps([asdict(each) for each in outcomes], indent=1) + "\n")


def _kills(chosen: Sequence[Attack], options: argparse.Namespace, console: Console) -> None:
    outcomes = []
    for attack in chosen:
        console.print(f"{attack.name}, {options.faults} faults, seed {options.seed} …", highlight=False)
        with besieged_live() as live:
            outcomes.append(assault(live, attack, options.seed, options.scale, options.faults))
        console.print(f"  {outcomes[-1].seconds:.0f} s: {', '.join(outcomes[-1].faults)}", highlight=False)
    console.print(_kill_table(outcomes))
    options.out.write_text(json.dumps([asdict(each) for each in outcomes], indent=1, ensure_ascii=False) + "\n")
    sys.exit(0 if all(each.equal and each.faultless for each in outcomes) else 1)


def _kill_table(outcomes: list[KillOutcome]) -> Table:
    table = Table("attack", "seed", "faults", "ends", "over budget", "findings", "missing", "others", "whole")
    for each in outcomes:
        counts = (
            each.seed,
            len(each.faults),
            each.ends,
            each.refused,
            each.findings,
            len(each.missing),
            len(each.others),
        )
        table.add_row(each.attack, *map(str, counts), "yes" if each.faultless else "NO")
    return table


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(
        "attack", "probes", "told", "median", "99th", "worst", "ends", "memory, MB", "receipts whole", "folds > 50 ms"
    )
    for each in outcomes:
        lags = [f"{each.percentile(share):.2f} s" for share in (0.5, 0.99, 1.0)]
        whole = "yes" if each.covered else "NO"
        counts = (str(each.sent), str(len(each.lags)), *lags, str(each.ends), f"{each.memory_mb:.0f}")
        table.add_row(each.attack, *counts, whole, f"{each.long_folds} of {each.folds:,}")
    return table


main()

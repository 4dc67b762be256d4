"""The memory of a judge for a platform that varies every field: folded in this process, with the budgets of a live one."""

import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from statistics import median

from schemas.feed.codec import FeedReader
from schemas.topics import feed
from schemas.work import Group
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import OverBudget
from streams.law.files import packaged_law
from streams.law.registers.budget import Budget
from streams.rules.evidence import MOST_LINES
from tests.siege.events import ATTACKER, HOUR_MS, arrays
from tests.siege.varied import Varied

_RECORD = 250
"""Events a record."""


@dataclass(slots=True)
class Kept:
    """The outcome for the events. `refused` by budget; `first_us` and `last_us`: CPU time an event, of the first and last tenth.

    `state`: bytes of the dumped state, `counted`: those that the accounts have; `sets`: bytes of each standing set in turn;
    `asked_s`: the longest evaluation, with what the horizon lets go.
    """

    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    first_us: float = 0.0
    last_us: float = 0.0
    state: int = 0
    counted: int = 0
    sets: list[int] = field(default_factory=list)
    asked_s: float = 0.0


def keep(varied: Varied, number: int, at: int, budget: Budget | None = None) -> Kept:
    """Have a judge take so many events by `at` (ms), and evaluate then, hours later, and when the horizon has passed."""
    law, found = packaged_law(), Kept()
    reader = FeedReader(law.places.known)
    budgets = {each.id: budget or each.budget for each in law.platforms.values()}
    judge = Judge(law, HORIZON_MS, budgets=budgets, most_lines=MOST_LINES)
    costs = []
    for offset, value in enumerate(arrays(varied(number, at), _RECORD)):
        began = time.process_time()
        reading = reader.read(value, platform_id=ATTACKER, arrival=at, offset=offset)
        assert not reading.faults
        for platform, rows in reading.rows_by_platform.items():
            refused = judge.fold(Group(platform, feed(platform), 0, rows), at)
            found.taken += len(rows) - len(refused)
            found.refused.update(each.budget if isinstance(each, OverBudget) else "too late" for each in refused)
        costs.append((time.process_time() - began) / reading.accepted * 1e6)
    tenth = max(1, len(costs) // 10)
    found.first_us, found.last_us = median(costs[:tenth]), median(costs[-tenth:])
    found.counted = judge.accounts.size[ATTACKER]
    found.state = sum(len(state or b"") for _, state in chain(*judge.roster.dump(1)))
    _ask(judge, at, found)
    return found


def _ask(judge: Judge, at: int, found: Kept) -> None:
    for hours in (0, 3, 49, 80):
        began = time.process_time()
        sets = list(judge.everything(at + hours * HOUR_MS))
        found.asked_s = max(found.asked_s, time.process_time() - began)
        found.sets += [len(one.standing_set((1, 1, 1)).model_dump_json().encode()) for one in sets]
    assert not judge.totals.set_aside

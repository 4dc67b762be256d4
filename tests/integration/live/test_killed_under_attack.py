"""A small attack while workers are killed and stopped at random: the ledger has what a replay finds, without what was refused.

Larger ones, and all attacks: `python -m tests.siege --kills`.
"""

from collections.abc import Iterator

import pytest

from tests.servers.live import Live
from tests.siege.attacks import ATTACKS
from tests.siege.kills import assault, besieged_live

SCALE = 0.02
FAULTS = 3
SEED = 1


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with besieged_live() as ready:
        yield ready


def test_random_kills_under_an_attack_beyond_its_budget_cost_no_finding_and_add_none(live: Live) -> None:
    (attack,) = [each for each in ATTACKS if each.name == "one worker id for a fleet"]

    outcome = assault(live, attack, SEED, SCALE, FAULTS)

    assert len(outcome.faults) == FAULTS
    assert outcome.refused > 0
    assert outcome.findings > 0
    assert (outcome.missing, outcome.others) == ([], [])
    assert outcome.faultless

"""Every attack at a small scale, one after the other on one installation: what the others, the workers and the receipts notice.

How long anything takes is measured by `python -m tests.siege`, not here.
"""

from collections.abc import Iterator

import pytest

from alerts.ledger import Ledger
from tests.bench.installation import Installation
from tests.siege.attacks import ATTACKS, Attack
from tests.siege.run import besieged, fight

SCALE = 0.02
"""The size of each attack: 640 orders of one worker, 10,000 refusals, 8 MiB of zeros."""

MOST_MB = 900
"""The memory of both workers together: 115 MB each at the start, and what is kept for a moment of what a platform sends."""


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    with besieged() as ready:
        yield ready


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_costs_its_platform_alone(place: Installation, attack: Attack) -> None:
    with Ledger.open(place.local.settings.ledger) as ledger:
        outcome = fight(place, ledger, attack, probes=3, scale=SCALE)

    assert outcome.ends == 0
    assert len(outcome.lags) == outcome.sent == 3
    assert outcome.covered
    assert outcome.memory_mb < MOST_MB

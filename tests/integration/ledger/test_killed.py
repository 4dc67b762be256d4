"""A writer that is killed at any moment leaves whole batches only, on both databases."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from alerts.ledger import Ledger
from schemas.findings.finding import StandingSet
from tests.unit.alerts.builders import LATE, found, standing

EACH = 50
BATCHES = 40

WRITER = """
import sys
from alerts.ledger import Ledger
from tests.integration.ledger.test_killed import BATCHES, LATE, batch
with Ledger.open(sys.argv[1]) as ledger:
    for number in range(BATCHES):
        ledger.apply(batch(number), LATE)
        print(number, flush=True)
"""


def batch(number: int) -> list[StandingSet]:
    names = [f"{number * EACH + one:064x}" for one in range(EACH)]
    return [standing(1, found(1, subject=name), subject=name) for name in names]


@pytest.mark.parametrize("after", [0, 3])
def test_a_killed_writer_leaves_whole_batches_and_the_next_one_goes_on(url: str, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3], text=True
    )
    assert process.stdout is not None
    while int(process.stdout.readline()) < after:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait(30)
    process.stdout.close()

    with Ledger.open(url) as ledger:
        written = ledger.head().sequence
        assert (written % EACH, written // EACH > after, ledger.verify()) == (0, True, [])
        for number in range(BATCHES):
            ledger.apply(batch(number), LATE)
        assert (ledger.head().sequence, len(ledger.leads()), ledger.verify()) == (2000, 2000, [])

"""Several processes on one ledger, with several connections each: what one has committed the others see, on both databases.

On Linux a process loses its locks on a file when it closes that file anywhere. SQLite's write-ahead log is removed by whoever
finds no lock of another: what is committed into a log that was removed is gone.
"""

import subprocess
import sys
from pathlib import Path

from alerts.database.unit import UnitOfWork
from alerts.ledger import Ledger
from tests.unit.alerts.builders import LATE, found, standing

READER = """
import sys
from alerts.ledger import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    print(len(ledger.leads()))
"""


def leads_seen_elsewhere(url: str) -> int:
    """The number of leads that another process finds, which then closes the ledger."""
    project = Path(__file__).parents[4]
    command = [sys.executable, "-c", READER, url]
    return int(subprocess.run(command, cwd=project, capture_output=True, check=True, timeout=120).stdout)


def test_what_is_committed_after_another_connection_was_made_and_another_process_has_left_is_there(url: str) -> None:
    with Ledger.open(url) as ledger:
        with UnitOfWork(ledger._engine, writes=False):
            ledger.leads()  # by a second connection, for the first is in use
        before = leads_seen_elsewhere(url)

        ledger.apply([standing(1, found(1))], LATE)

        assert (before, leads_seen_elsewhere(url)) == (0, 1)
    assert leads_seen_elsewhere(url) == 1

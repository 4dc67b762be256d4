"""One attack beside honest platforms, while workers are killed and stopped at random; at rest the ledger must equal a replay."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from alerts.ledger import Ledger
from schemas.instants import HOUR_MS as HOUR
from schemas.refusal import Code
from streams.tools.local import LocalInstallation
from tests.integration.live.events import arrays, city, hard_days
from tests.servers.live import Live, Record, ledger_in, quick_settings, wait_until
from tests.siege import batches
from tests.siege.attacks import Attack
from tests.siege.events import ATTACKER, now
from tests.siege.killing import some_faults
from tests.siege.run import WORKERS, covered, send_raw
from tests.siege.truth import refusals, replayed, standing

_AGO = 14 * HOUR
"""The age of an attack of which nothing is still to come: what can come of it has come, and all of it, seven hours
long, is within the horizon."""

_SLICES = 40
"""In so many parts all is sent, with a pause (s) between two, so that faults fall into the sending."""
_PAUSE_S = 0.4

_PEOPLE, _HARD_DAYS = 30, 20
"""The people of the honest platforms, and the hard days among theirs."""

_REST_S = 300.0
"""Seconds that the workers have to come to rest; and then the ledger to have what they publish."""
_SAID_S = 60.0

BUDGETS = "{statements: 500, worker_bytes: 65536, new_workers: 2000}"
"""The attacker's budget in this siege: a small attack, too, is to go beyond it."""


@dataclass(slots=True)
class KillOutcome:
    """The faults of an attack, and how the ledger compared at rest.

    `missing` and `others`: findings of the replay or of the ledger alone. `ends`: how often a worker ended by itself. `refused`:
    events beyond a budget. `faultless`: true if the chain is whole, receipts cover the attacker's feed, and no partition stopped.
    """

    attack: str
    seed: int
    faults: list[str] = field(default_factory=list)
    ends: int = 0
    refused: int = 0
    findings: int = 0
    missing: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    faultless: bool = False
    seconds: float = 0.0

    @property
    def equal(self) -> bool:
        """True if the ledger has what the replay finds, and nothing else."""
        return not self.missing and not self.others


@contextmanager
def besieged_live() -> Iterator[Live]:
    """An installation under which faults and their repair take seconds, and in which the attacker has small budgets."""
    with tempfile.TemporaryDirectory(prefix="shiftwarden-siege-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        law = folder / "law"
        law.mkdir()
        entry = f"{{zh: 河马外卖, en: Hema Delivery, sectors: [delivery], budget: {BUDGETS}}}"
        (law / "platforms.yaml").write_text(f"platforms:\n  {ATTACKER}: {entry}\n", "utf-8")
        settings = quick_settings(ledger_in(folder)).model_copy(update={"law": law})
        with LocalInstallation(folder / "installation", settings, WORKERS, lambda _: None) as local:
            live = Live(local)
            live.wait_for_workers(WORKERS)
            yield live


def assault(live: Live, attack: Attack, seed: int, scale: float, faults: int) -> KillOutcome:
    """Run an attack with so many faults, wait for rest, and compare."""
    outcome, began, random = KillOutcome(attack.name, seed), time.monotonic(), Random(seed)
    at = now() if attack.due_s else now() - _AGO
    hostile = list(attack.records(scale, at))
    with ThreadPoolExecutor() as pool:
        sending = [pool.submit(_send, live, _honest(seed)), pool.submit(_attack, live, attack, hostile)]
        outcome.faults, outcome.ends = some_faults(live, random, faults)
        for each in sending:
            each.result()  # where something could not be sent there is nothing to compare
    time.sleep(max(0, at / 1000 + attack.due_s - time.time()))
    live.wait_for_workers(WORKERS)
    live.wait_for_no_lag(_REST_S)
    _compare(live, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


def _attack(live: Live, attack: Attack, hostile: list[bytes]) -> None:
    if not attack.raw:
        _send(live, [(ATTACKER, value) for value in hostile], attack.codec)
        return
    live.sent += [(ATTACKER, value) for value in batches.values(hostile)]
    send_raw(live.address, iter(hostile))


def _honest(seed: int) -> list[Record]:
    """The events of the other platforms: days that provoke the edges of the rules, and a city."""
    records = [*arrays(hard_days(seed, _HARD_DAYS)), *city(seed, _PEOPLE)]
    return [(platform, value) for platform, value in records if platform != ATTACKER]


def _send(live: Live, records: list[Record], codec: str | None = "lz4") -> None:
    size = -(-len(records) // _SLICES) or 1
    for start in range(0, len(records), size):
        live.send(records[start : start + size], codec)
        time.sleep(_PAUSE_S)


def _compare(live: Live, outcome: KillOutcome) -> None:
    wanted = replayed(live)
    try:
        wait_until(lambda: standing(live) == wanted, "the ledger equals the replay", _SAID_S)
    except AssertionError:
        found = standing(live)
        outcome.missing, outcome.others = sorted((wanted - found).elements()), sorted((found - wanted).elements())
    outcome.findings = wanted.total()
    outcome.refused = sum(each.code is Code.OVER_BUDGET for each in refusals(live))
    with Ledger.open(live.local.settings.ledger) as ledger:
        whole = ledger.verify() == []
    stopped = live.metric("shiftwarden_partitions_stopped")
    outcome.faultless = whole and covered(live.address) and stopped == 0

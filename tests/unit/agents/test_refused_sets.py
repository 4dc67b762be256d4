"""Standing sets that the ledger does not take, whatever it says, wait; they are tried again less and less often."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from alerts.errors import (
    LedgerError,
    LedgerUnavailable,
    NoPrivilegeError,
    NotMigratedError,
    ReadOnlyError,
    RefusedLoginError,
)
from alerts.leads.lead import LogHead
from alerts.ledger import Applied
from schemas.findings.finding import StandingSet
from streams.agents.record import Record
from streams.edge.messages import TP
from streams.edge.taking import Assignment
from streams.metrics import Metrics
from tests.unit.agents.stage import Stage, Stream, message

KINDS = (LedgerUnavailable, ReadOnlyError, NoPrivilegeError, NotMigratedError, RefusedLoginError, LedgerError)


class Refusing:
    """A ledger that says this so many times, and takes what it is given then."""

    def __init__(self, error: LedgerError, times: int) -> None:
        self._error = error
        self._left = times

    def apply(self, sets: Sequence[StandingSet]) -> Applied:
        self._left -= 1
        if self._left >= 0:
            raise self._error
        return Applied(len(sets), 0, 0, (), LogHead(0, "", 0, 0))


class Waiting:
    """A record agent on such a ledger, and the pauses that it makes."""

    def __init__(self, error: LedgerError, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stage = Stage(tps=frozenset({TP("standing", 0)}))
        self.metrics = Metrics(CollectorRegistry())
        self.pauses: list[float] = []
        monkeypatch.setattr("streams.agents.record.asyncio.sleep", self._pause)
        said = StandingSet(subject="w", speaks_from=None, version=(1, 0, 1), findings=())
        record = Record(self.stage, cast("Any", Refusing(error, times)), self.metrics, Assignment(stands=True))
        one = message("standing", 0, said.model_dump_json().encode())
        asyncio.run(record.run(Stream([one])))

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def waited(self) -> dict[str, bool]:
        samples = next(iter(self.metrics.ledger.unavailable.collect())).samples
        return {one.labels["reason"]: one.value >= 1 for one in samples if one.name.endswith("_total") and one.value}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_the_ledger_says_the_sets_are_applied_and_acknowledged_when_it_takes_them(
    kind: type[LedgerError], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Waiting(kind("no"), 2, monkeypatch)

    assert waiting.stage.done == ["hold standing", "release standing", "ack 0"]
    assert waiting.waited() == {kind.reason.value: True}


def test_pauses_grow_to_a_quarter_of_a_minute_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Waiting(LedgerUnavailable("away"), 8, monkeypatch)

    assert waiting.pauses == [1, 2, 4, 8, 16, 16, 16]

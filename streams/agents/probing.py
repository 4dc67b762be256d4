"""Probes: every five seconds broker and ledger are tried for whether they are there and what time it is.

The broker's clock is the stamp that it gives a record of ours in a topic that it stamps; the ledger's is the database's own.
The results go into metrics and into the process's condition. Who may judge by which clock is decided elsewhere.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import NamedTuple

from alerts.errors import LedgerError
from alerts.ledger import Ledger
from schemas.topics import CLOCK
from streams.edge.outage import Outage
from streams.edge.sending import NotTakenError, RecordSender
from streams.health import Condition, Lack
from streams.health.clocks import ClockVerdict, Wrong, judge_clocks, nearest
from streams.health.metrics import HealthMetrics

_log = logging.getLogger(__name__)

EVERY_S = 5.0
"""The time between two probes: what is away is in the metrics after a quarter of a minute, a probe of ten seconds included."""

_AGAIN_S = 3.0
"""The time between two probes at the start, when nothing is held yet."""

_WITHIN_S = 10.0
"""The longest that a probe may take."""


class WrongClockError(Exception):
    """This machine's clock differs from the others' so much that it may not judge."""


class ProbeResult(NamedTuple):
    """A record that is on its way to the broker, and when it was sent."""

    stamp: asyncio.Task[float | None]
    sent: float


class Probes:
    """The probes of a process. `now` gives seconds since 1970 by this machine's clock."""

    def __init__(
        self,
        sender: RecordSender,
        ledger: Ledger,
        condition: Condition,
        metrics: HealthMetrics,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._sender = sender
        self._ledger = ledger
        self._condition = condition
        self._metrics = metrics
        self._now = now
        self._pending: ProbeResult | None = None
        self._broker_away = Outage(_log, "the broker does not answer")
        self._ledger_away = Outage(_log, "the ledger does not answer")
        self._clock_wrong = Outage(_log, "this machine's clock is wrong; it takes no partition")

    async def may_judge(self) -> bool:
        """Probe both at once; False where this machine may not judge by its clock, or the broker does not answer."""
        broker, database = await asyncio.gather(self._probe_broker(), self._probe_ledger())
        verdict = judge_clocks(broker, database)
        self._measure(broker, database, verdict)
        return verdict.may_judge and Lack.BROKER.value not in self._condition.lacking

    async def wait_until_it_may(self, stopping: Callable[[], bool]) -> None:
        """Come back when this machine may judge, or when the process is stopping."""
        while True:
            if stopping() or await self.may_judge():
                return
            await asyncio.sleep(_AGAIN_S)

    async def keep_probing(self) -> None:
        """Probe again and again. `WrongClockError` when this machine may judge no longer."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.may_judge()
            if Lack.CLOCK.value in self._condition.lacking:
                raise WrongClockError(self._condition.lacking[Lack.CLOCK.value])

    async def _probe_broker(self) -> float | None:
        try:
            stamp, sent = await self._stamped()
        except (NotTakenError, TimeoutError) as error:
            self._metrics.broker_up.set(0)
            why = str(error) or f"no answer within {_WITHIN_S:.0f} s"
            self._condition.lacks(Lack.BROKER, why)
            self._broker_away.goes_on(why)
            return None
        received = self._now()
        self._metrics.broker_up.set(1)
        self._condition.has(Lack.BROKER)
        self._broker_away.ended()
        return None if stamp is None else nearest(sent - stamp / 1000, received - stamp / 1000)

    async def _stamped(self) -> tuple[float | None, float]:
        """The broker's stamp of a record, in ms since 1970, and when that was sent, in s. `TimeoutError` where it takes too long.

        The record is not cancelled then, for Faust and its client would each write a traceback: the next probe waits for it.
        """
        pending = self._pending = self._pending or ProbeResult(
            asyncio.create_task(self._sender.broker_stamp(CLOCK)), self._now()
        )
        done, _ = await asyncio.wait({pending.stamp}, timeout=_WITHIN_S)
        if not done:
            raise TimeoutError
        self._pending = None
        return pending.stamp.result(), pending.sent

    async def _probe_ledger(self) -> float | None:
        sent = self._now()
        try:
            async with asyncio.timeout(_WITHIN_S):
                stated = await asyncio.to_thread(self._ledger.clock)
        except (LedgerError, TimeoutError) as error:
            self._metrics.ledger_up.set(0)
            why = str(error) or f"no answer within {_WITHIN_S:.0f} s"
            self._condition.lacks(Lack.LEDGER, why)
            self._ledger_away.goes_on(why)
            return None
        received = self._now()
        self._metrics.ledger_up.set(1)
        self._condition.has(Lack.LEDGER)
        self._ledger_away.ended()
        return None if stated is None else nearest(sent - stated / 1000, received - stated / 1000)

    def _measure(self, broker: float | None, database: float | None, verdict: ClockVerdict) -> None:
        for against, offset in (("broker", broker), ("database", database)):
            if offset is not None:
                self._metrics.clock_offset.labels(against).set(offset)
        for clock in Wrong:
            self._metrics.clock_wrong.labels(clock.value).set(clock is verdict.wrong)
        if verdict.may_judge:
            self._condition.has(Lack.CLOCK)
            self._clock_wrong.ended()
            return
        known = {"the broker": broker, "the database": database}
        why = ", ".join(f"{offset:+.0f} s against {name}" for name, offset in known.items() if offset is not None)
        self._condition.lacks(Lack.CLOCK, why)
        self._clock_wrong.goes_on(why)

"""The notifier: plans from the log, delivers each channel in a thread of its own, and ends in order. Several may run.

A round plans in one transaction after the other until the log is read, then hands each channel that has something due to a
thread; a channel is worked on by one thread of a process, so that a slow service holds up no other. Those that failed last have
threads of their own, so that many of them, as when a name server or a mail server hangs, hold up only one another.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import wait
from random import SystemRandom
from time import monotonic
from typing import Final

from sqlalchemy import Connection, Engine

from alerts.database.clock import CountedClock
from alerts.database.unit import UnitOfWork
from alerts.errors import LedgerError
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.carrier import Carry
from alerts.notify.outbox.clock_set_back import LEAST_MS, bring_to
from alerts.notify.outbox.counting import OutboxCounts, read_counts
from alerts.notify.outbox.leasing import Delivering, Looked, due_channels, lease, lease_next
from alerts.notify.outbox.planning.cursor import Work, lock_cursor, work_at
from alerts.notify.outbox.planning.intake import BATCH, Planned, take
from alerts.notify.outbox.planning.passing_on import EVERY_MS, pass_on
from alerts.notify.outbox.planning.shifts import ShiftPlanner
from alerts.notify.outbox.planning.watching import AT_ONCE, sweep
from alerts.notify.outbox.previewing import Preview, previews
from alerts.notify.outbox.recording import record
from alerts.notify.parcel import Parcel
from alerts.notify.pools import Pools, pools
from alerts.notify.ports import Clock, DutyFolder
from schemas.instants import Ms

_RANDOM: Final = SystemRandom()
_log = logging.getLogger(__name__)

RECORD_AGAIN_S: Final = 2.0
RECORD_FOR_S: Final = 40.0
"""An outcome that the database does not take is tried again for less than a lease; then the message is sent again, marked."""


class Notifier:
    """One notifier. `delivered` is given each outcome with its channel, `planned` what was planned.

    With a `rota` people are told of their shifts.
    """

    def __init__(
        self,
        engine: Engine,
        sending: Delivering,
        carry: Carry,
        clock: Clock | None = None,
        *,
        delivered: Callable[[str, Outcome], None] = lambda _channel, _outcome: None,
        planned: Callable[[Planned], None] = lambda _taken: None,
        random: Callable[[], float] = _RANDOM.random,
        rota: DutyFolder | None = None,
    ) -> None:
        self._engine = engine
        self._sending = sending
        self._carry = carry
        self._clock = clock or CountedClock()
        self._delivered = delivered
        self._planned = planned
        self._random = random
        self._shifts = None if rota is None else ShiftPlanner(rota)
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._latest: Ms = 0
        self._passed_on_at: Ms | None = None

    def plan(self) -> int:
        """Read the log to its end and plan its messages; then those of leads that nobody signed, and of shifts.

        Return the entries read.
        """
        work, now = self._look()
        if work.is_ahead or now < self._latest - LEAST_MS:
            self._bring_to(now)
            work, now = self._look()
        self._latest = now
        read, watch_due = 0, work.watches
        while work.entries:
            taken = self._take()
            read, watch_due = read + taken.entries, watch_due or taken.watch_due
            if taken.entries < BATCH:
                break
        while watch_due and self._sweep() == AT_ONCE:
            continue
        self._pass_on(now)
        self._tell_shifts(now)
        return read

    def due(self) -> list[str]:
        """The channels that have something to be sent now."""
        return list(self._due())

    def deliver(self, channel: str, stop: threading.Event | None = None) -> int:
        """Send what is due on a channel, one part after the other; return how many attempts were made."""
        attempts = 0
        looked, now = self._lease(channel, stop)
        while looked.parcel is not None or looked.more:
            if looked.parcel is None:
                looked, now = self._lease(channel, stop)
                continue
            attempts += 1
            answer = self._carry(self._sending.router.channel(channel), looked.parcel, now)
            looked, now = self._record(looked.parcel, answer, stop)
        return attempts

    def counts(self) -> OutboxCounts:
        """Counts of the outbox, for metrics."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_counts(unit.connection, self._now(unit.connection))

    def preview(self) -> list[Preview]:
        """All that would be sent; nothing is written."""
        with UnitOfWork(self._engine) as unit:
            return previews(unit.connection, self._sending, self._shifts, self._now(unit.connection))

    def run(self, stop: threading.Event, poll_s: float, ledger_away: Callable[[LedgerError | None], None]) -> None:
        """Work until `stop` is set, and let what is being sent end. `ledger_away` is given its error, or None."""
        with pools() as threads:
            while not stop.is_set():
                try:
                    self.plan()
                    self.dispatch(threads, stop)
                    ledger_away(None)
                except LedgerError as error:
                    ledger_away(error)
                stop.wait(poll_s)

    def dispatch(self, threads: Pools, stop: threading.Event) -> None:
        """Hand each channel that has something due, and that no thread works on, to a thread."""
        for channel, has_failed in self._due().items():
            with self._lock:
                if channel in self._busy:
                    continue
                self._busy.add(channel)
            threads.of(has_failed=has_failed).submit(self._work, channel, stop)

    def once(self) -> int:
        """Plan and send what is due now, and return the attempts made; what is held stays."""
        self.plan()
        with pools() as threads:
            due = self._due().items()
            done = [threads.of(has_failed=has_failed).submit(self.deliver, channel) for channel, has_failed in due]
            wait(done)
        return sum(one.result() for one in done)

    def _due(self) -> dict[str, bool]:
        with UnitOfWork(self._engine, writes=False) as unit:
            return due_channels(unit.connection, self._now(unit.connection))

    def _work(self, channel: str, stop: threading.Event) -> None:
        try:
            self.deliver(channel, stop)
        except LedgerError as error:
            _log.warning("the ledger could not be used for %s: %s", channel, error)
        except Exception:  # noqa: BLE001  the thread's own end: what it had leased is sent again when the lease ends
            _log.exception("a channel's thread ended: %s", channel)
        finally:
            with self._lock:
                self._busy.discard(channel)

    def _lease(self, channel: str, stop: threading.Event | None) -> tuple[Looked, Ms]:
        if _is_over(stop):
            return Looked(None), 0
        with UnitOfWork(self._engine) as unit:
            now = self._now(unit.connection)
            looked = lease(unit.connection, channel, self._sending, now)
            unit.commit()
        return looked, now

    def _record(self, parcel: Parcel, answer: Answer, stop: threading.Event | None) -> tuple[Looked, Ms]:
        """Record an answer, and lease the next message of the channel in the same transaction.

        Where that fails, the answer is recorded by itself, and again: whatever the next message is like, this one was sent.
        """
        until = monotonic() + RECORD_FOR_S
        try:
            recorded = self._recorded(parcel, answer, goes_on=not _is_over(stop))
        except Exception:  # noqa: BLE001  the reason is given where it happens again: here, or at the next lease
            recorded = self._recorded_again(parcel, answer, until)
        self._delivered(parcel.channel, answer.outcome)
        return recorded

    def _recorded_again(self, parcel: Parcel, answer: Answer, until: float) -> tuple[Looked, Ms]:
        pause = threading.Event()
        while True:
            try:
                return self._recorded(parcel, answer, goes_on=False)
            except LedgerError:
                if monotonic() > until:
                    raise
                pause.wait(RECORD_AGAIN_S)

    def _recorded(self, parcel: Parcel, answer: Answer, *, goes_on: bool) -> tuple[Looked, Ms]:
        looked = Looked(None, more=True)
        with UnitOfWork(self._engine) as unit:
            now = self._now(unit.connection)
            wait = record(unit.connection, parcel, self._sending.holder, answer, now, self._random)
            if goes_on and wait == 0:
                looked = lease_next(unit.connection, parcel.channel, self._sending, now)
            unit.commit()
        return looked, now

    def _look(self) -> tuple[Work, Ms]:
        with UnitOfWork(self._engine, writes=False) as unit:
            now = self._now(unit.connection)
            return work_at(unit.connection, now), now

    def _bring_to(self, now: Ms) -> None:
        """Bring the outbox to the present instant, for the clock was set back since the last round or before a restart."""
        _log.warning("the clock was set back: what waited for a later instant is looked at now")
        with UnitOfWork(self._engine) as unit:
            if lock_cursor(unit.connection) is not None:
                bring_to(unit.connection, now)
                unit.commit()

    def _take(self) -> Planned:
        with UnitOfWork(self._engine) as unit:
            taken = take(unit.connection, self._sending.router, self._now(unit.connection))
            unit.commit()
        if taken.entries:
            self._planned(taken)
        return taken

    def _sweep(self) -> int:
        with UnitOfWork(self._engine) as unit:
            cursor = lock_cursor(unit.connection)
            if cursor is None:
                return 0
            looked = sweep(unit.connection, self._sending.router, cursor, self._now(unit.connection))
            unit.commit()
        return looked

    def _pass_on(self, now: Ms) -> None:
        """Tell others of what reached nobody, now and then, in a transaction of its own: its faults hold up no other."""
        if self._passed_on_at is not None and 0 <= now - self._passed_on_at < EVERY_MS:
            return
        self._passed_on_at = now
        try:
            with UnitOfWork(self._engine) as unit:
                pass_on(unit.connection, self._sending.router, now)
                unit.commit()
        except LedgerError:
            raise
        except Exception:  # noqa: BLE001  leads are told of all the same
            _log.exception("others are not told of what reached nobody")

    def _tell_shifts(self, now: Ms) -> None:
        """Plan notices about shifts, in a transaction of their own: whatever fails there holds up no lead."""
        try:
            if self._shifts is None or not self._shifts.is_due(now):
                return
            with UnitOfWork(self._engine) as unit:
                if lock_cursor(unit.connection) is not None:
                    self._shifts.plan(unit.connection, now)
                    unit.commit()
        except LedgerError:
            raise
        except Exception:  # noqa: BLE001  leads are told of all the same
            _log.exception("notices about shifts are not planned until this notifier is started again")
            self._shifts = None

    def _now(self, connection: Connection) -> Ms:
        return self._clock(connection)


def _is_over(stop: threading.Event | None) -> bool:
    return stop is not None and stop.is_set()

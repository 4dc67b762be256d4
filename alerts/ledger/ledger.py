"""The ledger: one object over one database. It opens, hands each call to its module in a unit of work, and commits.

Safe for several threads and processes at once. Calls block; an asynchronous caller runs them in a thread.
"""

from collections.abc import Sequence
from typing import Self

from sqlalchemy import Engine, text

from alerts.database.clock import has_clock, instant
from alerts.database.engine import open_engine
from alerts.database.unit import UnitOfWork
from alerts.errors import NothingToRebuildError
from alerts.leads.extent import RecordedExtent
from alerts.leads.handling import Action
from alerts.leads.lead import Lead, LogEntry, LogHead
from alerts.leads.standing_set import LedgerSet
from alerts.ledger.acting import ActionRequest, act
from alerts.ledger.applying import Applied, apply
from alerts.ledger.law_texts import RecordedLaw, digest_of, keep_laws, read_law, read_laws
from alerts.ledger.reading import (
    CountKey,
    History,
    LeadFilter,
    read_entries,
    read_history,
    read_leads,
    read_open_counts,
)
from alerts.ledger.rebuilding import Rebuilt, rebuild
from alerts.ledger.storing import read_head
from alerts.ledger.verifying import Discrepancy, faults
from alerts.migrations import check_migrated
from schemas.findings.finding import StandingSet

_ALL = LeadFilter()


class Ledger:
    """All leads of one database. Made by `Ledger.open`, or by `Ledger.at` where the database may be away.

    Any call raises `LedgerUnavailable` when the database is away; nothing is half done.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._laws: dict[str, str] = {}
        self._kept_laws: set[str] = set()

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the ledger at `sqlite:///FILE` or `postgresql://USER@HOST/DATABASE`, whose tables `upgrade` has made.

        `UnsupportedDatabaseError`, `NotMigratedError` or `LedgerUnavailable` otherwise.
        """
        ledger = cls.at(url)
        try:
            ledger.check()
        except BaseException:
            ledger.close()
            raise
        return ledger

    @classmethod
    def at(cls, url: str) -> Self:
        """The ledger at that address, without connecting to it. `UnsupportedDatabaseError`."""
        return cls(open_engine(url))

    def check(self) -> None:
        """Check that it can be read and has the tables of this release; else a `LedgerError` with the reason."""
        with UnitOfWork(self._engine, writes=False) as unit:
            check_migrated(unit.connection)

    def clock(self) -> int | None:
        """The instant by the database's own clock, in ms since 1970; None where it has none."""
        with UnitOfWork(self._engine, writes=False) as unit:
            if has_clock(unit.connection):
                return instant(unit.connection)
            unit.connection.execute(text("SELECT 1"))
        return None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def apply(
        self, sets: Sequence[StandingSet], recorded_at: int | None = None, extent: RecordedExtent | None = None
    ) -> Applied:
        """Bring the ledger to these sets, all or nothing. `recorded_at`: of the write, in ms; None: by the database's clock.

        Each subject's are applied by version, and one that is older than the ledger's is ignored; of one version the later
        replaces. So the same call again changes nothing. Cheap for many sets, costly for one. `extent`: that of the recorded
        events that the sets are made of; such sets withdraw and lower only what it allows.
        """
        converted = [LedgerSet.of(one) for one in sets]  # before the lock, which others may be waiting for
        laws = {one.judged.law_digest for one in converted} - self._kept_laws - {None}
        with UnitOfWork(self._engine) as unit:
            outcome = apply(unit.connection, converted, recorded_at, extent)
            keep_laws(unit.connection, filter(None, laws), self._laws, outcome.head.recorded_at)
            unit.commit()
        self._kept_laws |= set(filter(None, laws))
        return outcome

    def hold_law(self, text: str) -> None:
        """Have the text of a law at hand: it is written with the first set that names its digest."""
        self._laws[digest_of(text)] = text

    def law(self, digest: str) -> RecordedLaw:
        """The law of a digest or of its first digits. `NoSuchLawError` where there is none or there are several."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_law(unit.connection, digest)

    def laws(self) -> list[RecordedLaw]:
        """All laws that a set has named, the first recorded first."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_laws(unit.connection)

    def act(
        self,
        number: int,
        action: Action,
        actor: str,
        reason: str | None,
        at: int | None = None,
        *,
        assignee: str | None = None,
        seen: int | None = None,
    ) -> Lead:
        """Write down an action of a person at `at` (ms; None: by the database's clock), and return the lead after it.

        `assign` without `assignee` gives the lead to the actor. `NoSuchLeadError`; `NotAllowedError` when the step is
        not legal from where the lead stands, lacks its reason, or decides about more than the entry `seen` said.
        """
        with UnitOfWork(self._engine) as unit:
            lead = act(unit.connection, number, ActionRequest(action, actor, reason, assignee, seen), at)
            unit.commit()
        return lead

    def leads(self, wanted: LeadFilter = _ALL, as_of: int | None = None) -> list[Lead]:
        """The leads wanted, the newest number first; at `as_of` (ms), those that this call would have returned then."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_leads(unit.connection, wanted, as_of)

    def lead(self, number: int, as_of: int | None = None) -> History:
        """The lead and its history, now or as recorded up to `as_of` (ms). `NoSuchLeadError` when there is, or was, none."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_history(unit.connection, number, as_of)

    def changes(self, after: int, limit: int = 1000) -> list[LogEntry]:
        """The log after sequence number `after`, oldest first: gap-free and in the order of commits.

        A reader that keeps the last number it handled misses no entry and gets none twice.
        """
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_entries(unit.connection, after, limit)

    def open_counts(self) -> dict[CountKey, int]:
        """Count the leads that stand and that nobody has decided, by rule, kind, area, platform and severity."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_open_counts(unit.connection)

    def head(self) -> LogHead:
        """The newest link of the chain. Kept elsewhere, it proves later that nothing before it was rewritten."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return read_head(unit.connection)

    def verify(self, kept: LogHead | None = None) -> list[Discrepancy]:
        """All that is wrong with the log and with the leads; empty when nothing is. Reads one snapshot.

        Found: an entry that was edited, removed (the newest too), put elsewhere or added, and a lead that differs from
        its log. Not provable from inside: that somebody with full rights did not rewrite log, leads and head together
        and consistently. For that, print the head regularly, keep it where the database's owner cannot write, and give
        it here as `kept`. The chain does not cover what was never written, nor the table `subjects`.
        """
        with UnitOfWork(self._engine, writes=False) as unit:
            return list(faults(unit.connection, kept))

    def rebuild(self) -> Rebuilt:
        """Make the table `leads` anew from the log, in one transaction; return how many rows differed.

        Others read the old rows until it is done, and writers wait. `NothingToRebuildError` where every row is what the
        log makes it; `DamagedLogError` where the log's chain does not verify. Either way nothing
        was written. On PostgreSQL it takes the rights of the owner, else `NoPrivilegeError`.
        """
        with UnitOfWork(self._engine) as unit:
            rebuilt = rebuild(unit.connection)
            if rebuilt.unchanged:
                raise NothingToRebuildError(
                    f"every row of the table of leads is what the log makes it (leads: {rebuilt.leads:,}); a rebuild is "
                    "for a table that differs from the log, so nothing has to be done"
                )
            unit.commit()
        return rebuilt

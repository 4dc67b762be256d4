"""The life of a message beside a model: leads change, time passes, services fail, notifiers are killed between two statements.

Held at every moment: what arrives twice says so, nobody is told of what is withdrawn or signed, and a silence keeps its group
quiet. Held at the end, when all is well again: what stands unsigned was told, and what was told and is withdrawn was closed; and
where the service refused a message, somebody else was told.
"""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import event as happening

from alerts.database import UnitOfWork, open_engine
from alerts.ledger import Ledger, upgrade
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.outbox.silencing import add_silence
from alerts.notify.parcel import Parcel
from alerts.notify.stages.holding import Silence
from schemas.findings.finding import Severity
from tests.integration.notify.bureau import Bureau, Killed, holds
from tests.unit.notify.desk import MINUTE

SUBJECTS = [letter * 64 for letter in "abc"]
DIES = Answer(Outcome.UNREACHED, "killed", "before the request")
FAILURES = [
    DIES,
    Answer(Outcome.UNKNOWN, "ReadError", "cut"),
    Answer(Outcome.UNREADABLE, "no code", "<html>"),
    Answer(Outcome.REFUSED, "40058", "too long"),
    Answer(Outcome.UNREACHED, "ConnectError", "away"),
    Answer(Outcome.THROTTLED, "45009", "too often", 60_000),
    Answer(Outcome.MISCONFIGURED, "93000", "key"),
    Answer(Outcome.DECLINED, "777", "what"),
]
MEASURES = {Severity.MINOR: 15_000_000, Severity.SERIOUS: 20_000_000, Severity.GRAVE: 35_000_000}


@dataclass(slots=True)
class Truth:
    """A lead as the model has it. `asked_at`: when it was last to be told; null once it is signed or withdrawn."""

    number: int
    severity: Severity
    stands: bool = True
    asked_at: int | None = None


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="shiftwarden-life-"))
        url = f"sqlite:///{self.home / 'ledger.db'}"
        upgrade(url)
        self.engine, self.ledger = open_engine(url), Ledger.open(url)
        self.bureau = Bureau(self.engine, self.ledger)
        self.bureau.service = self  # type: ignore[assignment]  # the same call
        self.answers: list[Answer] = []
        self.taken: list[Parcel] = []
        self.at: list[int] = []
        self.refused: set[int] = set()
        self.truth: dict[str, Truth] = {}
        self.silent_until = 0
        self.statements: int | None = None
        self.sending = False
        for each in (self.engine, self.ledger._engine):
            happening.listen(each, "connect", _without_waiting_for_the_disk)
        happening.listen(self.engine, "before_cursor_execute", self._count)
        happening.listen(self.engine, "commit", self._count)

    @initialize(severities=st.lists(st.sampled_from(list(Severity)), min_size=1, max_size=2))
    def begins(self, severities: list[Severity]) -> None:
        for subject, severity in zip(SUBJECTS, severities, strict=False):
            self.holds(subject, severity)

    def _count(self, *_: Any) -> None:
        if self.statements is not None:
            self.statements -= 1
            if self.statements < 0:
                self.statements = None
                raise Killed

    def __call__(self, _channel: object, parcel: Parcel, _now: int) -> Answer:
        """The service, which holds the model's truth against what comes."""
        if not parcel.text.startswith(("【撤回】", "（可能重复）【撤回】")):
            assert self.bureau.now >= self.silent_until, "told in a silence"
            for number in _numbers(parcel):
                truth = next(one for one in self.truth.values() if one.number == number)
                assert truth.stands, f"told of #{number}, which is withdrawn"
                assert truth.asked_at is not None, f"told of #{number}, which is signed"
        answer = self.answers.pop() if self.answers else Answer(Outcome.SENT, "0", "ok")
        if answer is DIES:
            raise Killed
        if answer.outcome is Outcome.REFUSED:
            self.refused.update(_numbers(parcel))
        if answer.outcome in {Outcome.SENT, Outcome.UNKNOWN, Outcome.UNREADABLE}:
            before = any(one.key == parcel.key for one in self.taken)
            assert parcel.repeat or not before, "a repeat that does not say so"
            self.taken.append(parcel)
            self.at.append(self.bureau.now)
        return answer

    def holds(self, subject: str, severity: Severity) -> None:
        truth = self.truth.get(subject)
        self.bureau.finds(holds(severity=severity, measured=MEASURES[severity]), subject=subject)
        if truth is None:
            truth = self.truth[subject] = Truth(len(self.truth) + 1, severity, asked_at=self.bureau.now)
        elif not truth.stands or list(Severity).index(severity) > list(Severity).index(truth.severity):
            truth.asked_at = self.bureau.now
        truth.stands, truth.severity = True, severity

    def falls(self, subject: str, _severity: Severity) -> None:
        self.bureau.finds(subject=subject)
        if subject in self.truth:
            self.truth[subject].stands = False
            self.truth[subject].asked_at = None

    def signs(self, subject: str, _severity: Severity) -> None:
        truth = self.truth.get(subject)
        if truth is not None and self.ledger.lead(truth.number).lead.handling == "new":
            self.bureau.signs(truth.number)
            truth.asked_at = None

    def is_silenced(self, _subject: str, severity: Severity) -> None:
        if self.bureau.now < self.silent_until:
            return
        self.silent_until = self.bureau.now + MEASURES[severity] // 10_000  # 25, 33 or 58 minutes
        silence = Silence(0, None, "hema", None, self.bureau.now, self.silent_until, "li", "known")
        with UnitOfWork(self.engine) as unit:
            add_silence(unit.connection, silence)
            unit.commit()

    @rule(
        event=st.sampled_from(["holds", "holds", "falls", "signs", "is_silenced", "", ""]),
        subject=st.sampled_from(SUBJECTS),
        severity=st.sampled_from(list(Severity)),
        failures=st.lists(st.sampled_from(FAILURES), max_size=2),
        killed_after=st.none() | st.integers(0, 60),
        ms=st.sampled_from([1_000, 30_000, MINUTE, 2 * MINUTE, 16 * MINUTE]),
    )
    def something_happens(
        self, event: str, subject: str, severity: Severity, failures: list[Answer], killed_after: int | None, ms: int
    ) -> None:
        """A change, then a notifier at work whose services fail and which may be killed before a statement; then time passes."""
        if event:
            getattr(self, event)(subject, severity)
        self.answers, self.statements = list(failures), killed_after
        try:
            self.bureau.notifier().plan()
            self._deliver()
        except Killed:
            self.engine.dispose()  # the connections of a process that is gone
        finally:
            self.statements = None
        self.bureau.passes(ms)

    def _deliver(self) -> None:
        notifier = self.bureau.notifier()
        for channel in notifier.due():
            notifier.deliver(channel)

    def teardown(self) -> None:
        try:
            self.answers, self.statements = [], None
            for minutes in (1, 2, 30, 120, 120, 120, 120, 120, 120, 120):  # past the silence, the leases and the night
                self.bureau.notifier().plan()
                self._deliver()
                self.bureau.passes(minutes * MINUTE)
            self._all_was_told()
        finally:
            happening.remove(self.engine, "before_cursor_execute", self._count)
            happening.remove(self.engine, "commit", self._count)
            self.ledger.close()
            self.engine.dispose()
            shutil.rmtree(self.home)

    def _all_was_told(self) -> None:
        for truth in self.truth.values():
            refused = truth.number in self.refused
            mine = [
                (at, "撤回】" in one.text)
                for at, one in zip(self.at, self.taken, strict=True)
                if (one.person == "wang" or refused) and truth.number in _numbers(one)
            ]
            if truth.asked_at is not None:
                assert any(at >= truth.asked_at and not closes for at, closes in mine), f"#{truth.number} was lost"
            if not truth.stands and mine and not refused:
                assert mine[-1][1], f"#{truth.number} was not closed"


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # processes are killed here, not machines


def _numbers(parcel: Parcel) -> list[int]:
    line = next((one for one in parcel.text.split("\n") if one.startswith("线索 ")), "")
    return [int(number) for number in re.findall(r"#(\d+)", line)]


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

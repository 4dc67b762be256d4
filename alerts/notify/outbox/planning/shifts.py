"""Plans messages about shifts: before the own shift begins, where a change of the duty files touches it, and what is taken over.

Until when people were told, and by which files, is written down in the transaction that plans, under the lock of the cursor: each
notice is planned once, over restarts and by several notifiers.
"""

from hashlib import sha256
from typing import Any, Final

import orjson
from sqlalchemy import Connection, insert, select, update

from alerts.notify.outbox.conditions import is_for
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.outbox.planning.taking_over import take_over
from alerts.notify.ports import DutyFolder, RotaFiles
from alerts.notify.stages.routing import Target
from alerts.notify.stages.shifts import is_at_once, is_over, shift_targets
from alerts.notify.stages.triggers import SHIFT
from alerts.notify.tables import CURSOR, MESSAGES, TOLD_SHIFTS
from alerts.notify.text.rendering import parts_of
from alerts.notify.text.shifts import ShiftLetter
from alerts.routing import Routing
from alerts.routing.notices import BEFORE_MS, ShiftNotice, shift_notices
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

EVERY_MS: Final = 60_000
"""So often shifts that begin are looked for: they begin at a minute, and are told of twelve hours before."""

MOST_MISSED_MS: Final = 7 * DAY_MS
"""The longest outage after which shifts are looked for that began meanwhile: those of before it have ended."""

_BECAUSE: Final = {"begins": "十二小时内接班", "changed": "值班表有变动"}


class ShiftPlanner:
    """Plans for one notifier. Mutable: it knows since when it has had its files, and when it last looked.

    Files that it had before others were told from are older than those: they are not told from, so that two notifiers that see
    a change one after the other do not tell it to and fro.
    """

    def __init__(self, rota: DutyFolder) -> None:
        self._rota = rota
        self._had: tuple[str, Ms] = ("", 0)
        self._looked: tuple[str, Ms] = ("", 0)

    def is_due(self, now: Ms) -> bool:
        """True once a minute, and where the files have changed: in between a look would find nothing."""
        files = self._rota.files()
        return files is not None and not (self._looked[0] == files.digest and 0 <= now - self._looked[1] < EVERY_MS)

    def plan(self, connection: Connection, now: Ms) -> int:
        """Plan what is due by now, under the lock of the cursor; return the number of notices."""
        files = self._rota.files()
        if files is None:
            return 0
        if self._had[0] != files.digest:
            self._had = (files.digest, now)
        self._looked = (files.digest, now)
        columns = (TOLD_SHIFTS.c.told_until, TOLD_SHIFTS.c.changed_at, TOLD_SHIFTS.c.digest)
        told = connection.execute(select(*columns)).one()
        changed = told.digest != files.digest
        if changed and self._had[1] <= told.changed_at:
            return 0
        if not changed and now - told.told_until < EVERY_MS:
            return 0
        before = self._before(connection, files, told)
        if told.told_until:
            take_over(connection, before or files.routing, files.routing, min(told.told_until, now), now)
        notices = self._due(before, files, told, now)
        for notice in notices:
            _plan(connection, files.routing, notice, now)
        values: dict[str, Any] = {"told_until": max(now, told.told_until)}
        if changed:
            values |= {"changed_at": now, "digest": files.digest, "files": files.text}
        connection.execute(update(TOLD_SHIFTS).values(**values))
        return len(notices)

    def _before(self, connection: Connection, files: RotaFiles, told: Any) -> Routing | None:
        """The rota of the files that people were last told from, where they are others that can still be read."""
        if told.digest in {"", files.digest}:
            return None
        return self._rota.read(connection.execute(select(TOLD_SHIFTS.c.files)).scalar_one())

    def _due(self, before: Routing | None, files: RotaFiles, told: Any, now: Ms) -> list[ShiftNotice]:
        """The notices that became due. The first time those of the shifts that begin within twelve hours."""
        since = now - BEFORE_MS if told.told_until == 0 else max(told.told_until, now - MOST_MISSED_MS)
        found = shift_notices(before, files.routing, min(since, now), now)
        return [notice for notice in found if not is_over(notice, now)]


def _plan(connection: Connection, routing: Routing, notice: ShiftNotice, now: Ms) -> None:
    """Plan the messages of a notice. A change takes the place of what waits: it has all shifts of the next days."""
    changed = notice.reason == "changed"
    name = f"{notice.key}/{now}" if changed else notice.key  # the same change may come twice a day, to and fro
    key = f"shift|{sha256(name.encode()).hexdigest()[:32]}|{notice.department}"
    policy = routing.policy(None)
    urgent = is_at_once(notice, policy, now)
    not_before = now if urgent else policy.held_until(now)
    times = {"created_at": now, "not_before": not_before, "urgent": int(urgent)}
    for target in shift_targets(notice, routing):
        if changed and target.person is not None:
            _drop_waiting(connection, notice, target)
        if not _is_planned(connection, key, target):
            _open(connection, notice, target, group_key=key, text=_stored(notice, target, routing), **times)


def _stored(notice: ShiftNotice, target: Target, routing: Routing) -> str:
    letter = ShiftLetter(notice, target, routing)
    kind = routing.channel(target.channel).kind
    return orjson.dumps({"title": letter.title, "parts": parts_of(letter.text(kind), kind), "seen": {}}).decode()


def _drop_waiting(connection: Connection, notice: ShiftNotice, target: Target) -> None:
    waiting = (
        (MESSAGES.c.topic == SHIFT)
        & (MESSAGES.c.state == MessageState.WAITING.value)
        & (MESSAGES.c.attempts == 0)
        & (MESSAGES.c.department == notice.department)
        & (MESSAGES.c.person == target.person)
        & (MESSAGES.c.channel == target.channel)
    )
    connection.execute(update(MESSAGES).where(waiting).values(state=MessageState.DROPPED.value))


def _is_planned(connection: Connection, key: str, target: Target) -> bool:
    query = select(MESSAGES.c.number).where(
        MESSAGES.c.group_key == key,
        MESSAGES.c.topic == SHIFT,
        MESSAGES.c.channel == target.channel,
        is_for(target.person),
    )
    return connection.execute(query.limit(1)).first() is not None


def _open(connection: Connection, notice: ShiftNotice, target: Target, **values: str | int) -> None:
    number = int(connection.execute(select(CURSOR.c.messages)).scalar_one()) + 1
    connection.execute(update(CURSOR).values(messages=number))
    connection.execute(
        insert(MESSAGES).values(
            number=number,
            topic=SHIFT,
            department=notice.department,
            person=target.person,
            channel=target.channel,
            language=target.language,
            because=_BECAUSE[notice.reason],
            state=MessageState.WAITING.value,
            attempts=0,
            parts_sent=0,
            **values,
        )
    )

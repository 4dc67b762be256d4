"""People are told of their shifts once, over restarts and by several notifiers, on both databases."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from alerts.database import UnitOfWork
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.notifier import Notifier
from alerts.notify.outbox.leasing import Delivering
from alerts.notify.parcel import Parcel
from alerts.notify.ports import RotaFiles
from alerts.notify.tables import TOLD_SHIFTS
from alerts.notify.text.rendering import Writer
from alerts.routing import Routing
from schemas.instants import Ms
from tests.integration.notify.bureau import Bureau, ms
from tests.unit.alerts.routing.duties import routing, shift, shifts
from tests.unit.notify.desk import NAMES, PageLinks

MINUTE, HOUR = 60_000, 3_600_000
DAILY = shifts(shift("s"))
"""a from 2026-03-02 08:30, b a day later, then c."""

SWAP = "swaps: {{x: {{asked_by: {0}, taken_by: {1}, from: {2}T08:30, until: {3}T08:30, approved_by: head}}}}"
MORNING = ms("2026-03-02T09:00")


@dataclass(slots=True)
class Folder:
    """A duty folder in memory; `texts` are laid over the desk."""

    texts: tuple[str, ...]

    def files(self) -> RotaFiles:
        text = "§".join(self.texts)
        return RotaFiles(text, text, routing(*self.texts))

    def read(self, text: str) -> Routing | None:
        return routing(*text.split("§"))


def notifier(bureau: Bureau, folder: Folder) -> Notifier:
    desk: Any = folder.files().routing  # no route is wanted of it
    writer = Writer(NAMES, frozenset({"https://c.example"}))
    sending = Delivering("n", desk, writer, PageLinks("https://c.example"), 1000, frozenset())
    return Notifier(bureau.engine, sending, bureau.service, lambda _: bureau.now, random=lambda: 0.0, rota=folder)


def told(parcels: list[Parcel]) -> list[str | None]:
    return [one.person for one in parcels]


@pytest.fixture
def morning(bureau: Bureau) -> Bureau:
    bureau.now = MORNING
    return bureau


def test_the_next_is_told_twelve_hours_before_and_once_over_restarts_and_two_notifiers(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    first, second = notifier(morning, folder), notifier(morning, folder)

    early = morning.round(first)
    morning.now = ms("2026-03-02T20:30") + 1
    one, other, restarted = (morning.round(each) for each in (first, second, notifier(morning, folder)))

    assert (told(early), told(one), told(other), told(restarted)) == ([], ["b"], [], [])
    assert one[0].text.startswith("[Your shift] Office\n03-03 Tue 08:30 — 03-04 Wed 08:30; then C\n")
    assert "https://c.example" in one[0].text


def test_a_notice_that_became_due_while_no_notifier_ran_is_told_by_the_next(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    morning.round(notifier(morning, folder))
    morning.now = ms("2026-03-03T07:40")

    assert told(morning.round(notifier(morning, folder))) == ["b"]


def test_quiet_hours_hold_a_notice_and_a_change_of_the_coming_hours_is_told_at_once(morning: Bureau) -> None:
    folder = Folder((shifts(shift("s", change_at='"12:00"')),))
    desk = notifier(morning, folder)
    morning.now = ms("2026-03-02T23:59")
    morning.round(desk)
    morning.now = ms("2026-03-03T00:01")
    at_night = morning.round(desk)
    folder.texts = (*folder.texts, SWAP.format("b", "c", "2026-03-03", "2026-03-04").replace("T08:30", "T12:00"))
    morning.now += MINUTE
    changed = morning.round(desk)
    morning.now = ms("2026-03-03T07:30")
    in_the_morning = morning.round(desk)

    assert (told(at_night), sorted(map(str, told(changed)))) == ([], ["b", "c"])
    assert told(in_the_morning) == []


def test_a_swap_of_a_later_day_waits_for_the_morning_and_names_what_was(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    desk = notifier(morning, folder)
    morning.round(desk)
    morning.now = ms("2026-03-02T23:00")
    morning.round(desk)
    folder.texts = (DAILY, SWAP.format("c", "a", "2026-03-04", "2026-03-05"))
    morning.now += MINUTE
    at_night = morning.round(desk)
    morning.now = ms("2026-03-03T07:30")
    found = {one.person: one.text for one in morning.round(desk)}

    assert (told(at_night), set(found)) == ([], {"a", "b", "c"})
    assert found["c"].splitlines()[:2] == ["【值班变动】处", "今后七天您的班次："]
    assert "03-04 周三 08:30 — 03-05 周四 08:30\n" in found["c"].partition("原为：")[2]
    assert "03-04 周三 08:30 — 03-06 周五 08:30；接班：乙" in found["a"].partition("原为：")[0]


def test_a_change_while_no_notifier_ran_is_told_by_the_next_and_one_that_is_taken_back_again(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    morning.round(notifier(morning, folder))
    swapped = (DAILY, SWAP.format("b", "c", "2026-03-03", "2026-03-04"))
    seen = []
    for texts in (swapped, (DAILY,), swapped, swapped):
        folder.texts = texts
        morning.now += MINUTE
        seen.append(sorted(map(str, told(morning.round(notifier(morning, folder))))))

    assert seen == [["b", "c"], ["b", "c"], ["b", "c"], []]


def test_a_notifier_that_sees_a_change_later_than_another_does_not_tell_it_back(morning: Bureau) -> None:
    ahead, behind = Folder((DAILY,)), Folder((DAILY,))
    first, second = notifier(morning, ahead), notifier(morning, behind)
    for each in (first, second):
        morning.round(each)
    ahead.texts = behind_soon = (DAILY, SWAP.format("b", "c", "2026-03-03", "2026-03-04"))
    morning.now += MINUTE
    changed = morning.round(first)
    later = []
    for _ in range(3):
        morning.now += 2 * MINUTE
        later += morning.round(second) + morning.round(first)
    behind.texts = behind_soon
    morning.now += MINUTE
    later += morning.round(second)

    assert (len(changed), later) == (2, [])


def test_who_has_no_channel_of_the_own_is_told_by_name_in_the_group(morning: Bureau) -> None:
    group = "channels: {mail: {kind: wecom, address: 'https://robot.example/x', group: true}}"
    folder = Folder((DAILY, group))
    desk = notifier(morning, folder)
    morning.round(desk)
    morning.now = ms("2026-03-02T20:31")

    (one,) = morning.round(desk)

    assert one.person is None
    assert one.text.startswith("【值班提醒】处 · 乙\n03-03 周二 08:30")


def test_names_have_no_meaning_to_a_service(morning: Bureau) -> None:
    name = "'<@all>[x](http://evil.example)'"
    hostile = f"people: {{c: {{zh: {name}, en: {name}, department: d, channels: [mail]}}}}"
    folder = Folder((DAILY, hostile))
    desk = notifier(morning, folder)
    morning.round(desk)
    morning.now = ms("2026-03-02T20:31")

    (one,) = morning.round(desk)

    assert "＜＠all＞" in one.text
    assert not any(part in one.text for part in ("<@all>", "evil.example", "](http://"))


def test_of_files_that_are_gone_somebody_is_told_that_the_shifts_are(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    desk = notifier(morning, folder)
    morning.round(desk)
    folder.texts = (shifts(shift("s", order="[a, c]")),)
    morning.now += MINUTE

    found = {one.person: one.text for one in morning.round(desk)}

    assert "no shift" in found["b"]


def test_a_notice_is_sent_again_while_its_service_is_away(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    desk = notifier(morning, folder)
    morning.round(desk)
    morning.now = ms("2026-03-02T20:31")
    morning.service.answers = [Answer(Outcome.UNREACHED, "", "away")]
    morning.round(desk)
    morning.now += HOUR

    assert told(morning.round(desk)) == ["b"]


def test_whose_shift_is_over_is_not_told_after_a_long_outage(morning: Bureau) -> None:
    folder = Folder((DAILY,))
    morning.round(notifier(morning, folder))
    morning.now = ms("2026-03-04T09:00")

    assert told(morning.round(notifier(morning, folder))) == ["c"]


def test_where_there_is_no_rota_nothing_is_told_and_nothing_written(morning: Bureau) -> None:
    morning.round()
    with UnitOfWork(morning.engine, writes=False) as unit:
        until: Ms = unit.connection.execute(select(TOLD_SHIFTS.c.told_until)).scalar_one()

    assert until == 0

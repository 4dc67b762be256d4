from itertools import pairwise

from icalendar import Calendar

from alerts.routing import Routing
from alerts.routing.icalendar import calendar_of
from alerts.routing.local_time import read_instant, shown
from alerts.routing.notices import ShiftNotice, shift_notices
from tests.unit.alerts.routing.duties import routing, shift, shifts


def told(notices: tuple[ShiftNotice, ...]) -> list[tuple[str, str, str, list[str]]]:
    return [
        (each.person.id, each.reason, shown(each.at), [shown(turn.start) for turn in each.turns]) for each in notices
    ]


def between(
    after: Routing, since: str, until: str, before: Routing | None = None
) -> list[tuple[str, str, str, list[str]]]:
    return told(shift_notices(before, after, read_instant(since), read_instant(until)))


DUTY = routing(shifts(shift("s")))


def test_each_is_told_twelve_hours_before_the_own_shift_and_once() -> None:
    assert between(DUTY, "2026-03-02T20:30", "2026-03-03T20:31") == [
        ("b", "begins", "2026-03-02 20:30", ["2026-03-03 08:30"]),
        ("c", "begins", "2026-03-03 20:30", ["2026-03-04 08:30"]),
    ]
    assert between(DUTY, "2026-03-02T20:31", "2026-03-03T20:30") == []


def test_windows_that_follow_one_another_tell_what_one_window_tells() -> None:
    whole = between(DUTY, "2026-03-01", "2026-03-11")
    hours = [f"2026-03-{day:02d}T{hour:02d}:30" for day in range(1, 11) for hour in range(24)]
    edges = ["2026-03-01", *hours, "2026-03-11"]

    parts = [notice for since, until in pairwise(edges) for notice in between(DUTY, since, until)]

    assert parts == whole
    assert len(whole) == 10


def test_who_stays_on_is_not_told_that_a_shift_begins() -> None:
    assert between(routing(shifts(shift("s", order="[a]"))), "2026-03-03", "2026-03-20") == []


def test_the_first_shift_of_a_rota_is_told() -> None:
    assert between(DUTY, "2026-03-01T20:30", "2026-03-01T20:31") == [
        ("a", "begins", "2026-03-01 20:30", ["2026-03-02 08:30"])
    ]


def test_a_change_tells_at_once_those_whose_next_seven_days_differ_and_nobody_else() -> None:
    swap = "swaps:\n  x: {asked_by: b, taken_by: c, from: 2026-03-03T08:30, until: 2026-03-04T08:30, approved_by: head}"

    found = shift_notices(
        DUTY, routing(shifts(shift("s")), swap), read_instant("2026-03-02T12:00"), read_instant("2026-03-02T12:01")
    )

    assert told(found) == [
        ("b", "changed", "2026-03-02 12:01", ["2026-03-06 08:30", "2026-03-09 08:30"]),
        ("c", "changed", "2026-03-02 12:01", ["2026-03-03 08:30", "2026-03-07 08:30"]),
    ]
    assert [shown(turn.start) for turn in found[0].before] == [
        "2026-03-03 08:30",
        "2026-03-06 08:30",
        "2026-03-09 08:30",
    ]


def test_a_change_after_the_seven_days_or_of_a_name_alone_tells_nobody() -> None:
    swap = "swaps:\n  x: {asked_by: b, taken_by: c, from: 2026-03-12T08:30, until: 2026-03-13T08:30, approved_by: head}"
    renamed = "people:\n  b: {zh: 新名, en: New name, department: d, channels: [mail]}"

    for text in (swap, renamed):
        assert between(routing(shifts(shift("s")), text), "2026-03-02T12:00", "2026-03-02T12:01", DUTY) == []


def test_somebody_who_is_taken_off_the_rota_is_told() -> None:
    after = routing(shifts(shift("s", order="[a, b]")))

    found = between(after, "2026-03-02T12:00", "2026-03-02T12:01", DUTY)

    assert ("c", "changed", "2026-03-02 12:01", []) in found


def test_a_notice_keeps_its_key_and_two_notices_have_two() -> None:
    once, again = (shift_notices(None, DUTY, read_instant("2026-03-02"), read_instant("2026-03-05")) for _ in range(2))

    assert [each.key for each in once] == [each.key for each in again]
    assert len({each.key for each in once}) == len(once) == 3


def feed(duty: Routing, person: str) -> bytes:
    at = read_instant("2026-03-02T12:00")
    return calendar_of(duty, duty.people[person], at, at + 7 * 86_400_000, at)


def test_a_persons_feed_has_their_shifts_and_those_of_nobody_else() -> None:
    events = Calendar.from_ical(feed(DUTY, "b")).walk("VEVENT")

    assert [(f"{event.decoded('dtstart'):%d %H:%M}", f"{event.decoded('dtend'):%d %H:%M}") for event in events] == [
        ("03 00:30", "04 00:30"),
        ("06 00:30", "07 00:30"),
        ("09 00:30", "10 00:30"),
    ]
    assert str(events[0]["summary"]) == "On duty: Office"


def test_the_identity_of_a_shift_stays_when_the_days_shown_move_on() -> None:
    uids = []
    for day in ("2026-03-06T12:00", "2026-03-06T13:00"):
        at = read_instant(day)
        calendar = Calendar.from_ical(calendar_of(DUTY, DUTY.people["b"], at, at + 86_400_000, at))
        uids.append([str(event["uid"]) for event in calendar.walk("VEVENT")])

    assert uids[0] == uids[1] != []


def test_hostile_names_stay_text_in_the_feed() -> None:
    hostile = 'A;B,C:D\\nE\\\\ "F" END:VEVENT BEGIN:VALARM ATTENDEE:mailto:x@y 💣' + "长" * 30
    name = "'" + hostile.replace("'", "''") + "'"
    duty = routing(shifts(shift("s")), f"departments:\n  d: {{zh: {name}, en: {name}, body: rs, heads: [head]}}")

    raw = feed(duty, "b")
    calendar = Calendar.from_ical(raw)

    assert [component.name for component in calendar.walk()] == ["VCALENDAR", "VEVENT", "VEVENT", "VEVENT"]
    assert str(calendar.walk("VEVENT")[0]["summary"]) == f"On duty: {hostile}"
    assert {key for event in calendar.walk("VEVENT") for key in event} == {
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
    }
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")

"""A person's shifts as an iCalendar feed, for the calendar of a phone."""

from datetime import UTC, datetime

from icalendar import Calendar, Event

from alerts.routing.notices import whole_turns
from alerts.routing.routing import Routing
from alerts.routing.told import Person
from schemas.instants import Ms


def calendar_of(routing: Routing, person: Person, start: Ms, end: Ms, now: Ms) -> bytes:
    """The shifts of a person that lie in `[start, end)` at least in part; `now` is the stamp that the format demands."""
    calendar = Calendar()
    calendar.add("prodid", "-//Shiftwarden//rota//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _name(person, f"值班 {person.zh}", f"Duty {person.en}"))
    for department in routing.departments:
        title = routing.name(department)
        for turn in whole_turns(routing, department, person.id, start, end):
            event = Event()
            event.add("uid", f"{department}.{person.id}.{turn.start}@shiftwarden")
            event.add("dtstamp", _utc(now))
            event.add("dtstart", _utc(turn.start))
            event.add("dtend", _utc(turn.end))
            event.add("summary", _name(person, f"值班 {title.zh}", f"On duty: {title.en}"))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _name(person: Person, zh: str, en: str) -> str:
    return en if person.language == "en" else zh


def _utc(at: Ms) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)

"""The extent of recorded events: which leads rest on nothing beyond them. Pure; it decides nothing about a lead."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from alerts.leads.evidence.pieces import lists_part_of_weather
from alerts.leads.finding import LeadFinding
from schemas.instants import from_rfc3339

Period = tuple[int, int]
"""The first and the last instant (ms), that included."""

_ENDS: Final = ("start", "end")

_OF_AN_AREA: Final = ("session", "order")
"""The basis of findings about an area: active time, and orders."""

_NO_PAY: Final = "no_pay_reported"
"""The reason of a day of which the files have no pay that counts."""

_NIGHT_MS: Final = 43_200_000
"""Half a day: of each kind there is an event so near to a time that the files hold, or that kind was left out of them."""


@dataclass(frozen=True, slots=True)
class RecordedExtent:
    """The extent of recorded events: by platform and `what` of an evidence (session, order, entry), the periods that have any.

    `lowers`: whether they may withdraw and lower the leads that they cover. `warnings`: the names of the weather messages beside
    them, as findings have them. `named_days`: by platform, the starts (ms) of the legal days that pay entries name.
    """

    periods: Mapping[tuple[str, str], Sequence[Period]]
    lowers: bool = False
    warnings: frozenset[str] = frozenset()
    named_days: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def covers(self, finding: LeadFinding) -> bool:
        """True if all that the finding rests on begins and ends in these periods; of one without evidence, its interval."""
        plain = orjson.loads(finding.text)
        if "/" in plain["subject"]:
            return self._covers_area(plain, finding)
        in_time = all(self._has_interval(platform, finding) for platform in platforms_of(plain))
        if not plain["evidence"] or (plain.get("evidence_rest") and not in_time):
            return in_time
        return all(self._has_evidence(each) for each in _rested_on(plain))

    def touches(self, finding: LeadFinding) -> bool:
        """True if a platform of the finding occurs in a period that has time in common with it."""
        platforms = set(platforms_of(orjson.loads(finding.text)))
        return any(
            first < finding.until and last >= finding.starts_at
            for (platform, _), periods in self.periods.items()
            for first, last in periods
            if platform in platforms
        )

    def proves(self, finding: LeadFinding) -> bool:
        """False of a day without reported pay where the files have no pay of its platform and time: that may lie beyond them."""
        if _NO_PAY not in finding.text:
            return True
        plain = orjson.loads(finding.text)
        return _NO_PAY not in plain["reasons"] or all(
            self._has_pay(platform, plain, finding) for platform in platforms_of(plain)
        )

    def _has_pay(self, platform: str, plain: dict[str, Any], finding: LeadFinding) -> bool:
        """True if some entry names the day, or there are entries near all time that was worked on it."""
        if finding.starts_at in self.named_days.get(platform, ()):
            return True
        entries = self.periods.get((platform, "entry"), ())
        worked = [from_rfc3339(span[end]) for each in plain["evidence"] for span in each["spans"] for end in _ENDS]
        day = [finding.starts_at, finding.until - 1]
        return all(_lies_in(entries, at, _NIGHT_MS) for at in worked or day)

    def _covers_area(self, plain: dict[str, Any], finding: LeadFinding) -> bool:
        """True if its interval and each slot that it was made of lie in the files, and its weather warnings are beside them."""
        platform = plain["subject"].partition("/")[0]
        instants = [finding.starts_at, *(from_rfc3339(each) for each in _slots(plain))]
        own = [self.periods.get((platform, what), ()) for what in _OF_AN_AREA]
        every = [period for periods in own for period in periods]
        return (
            self._has_interval(platform, finding)
            and all(_lies_in(every, at) for at in instants)
            and all(_lies_in(periods, at, _NIGHT_MS) for periods in own for at in instants)
            and not lists_part_of_weather(plain)
            and self.warnings.issuperset(_warnings(plain))
        )

    def _has_evidence(self, each: dict[str, Any]) -> bool:
        periods = self.periods.get((each["platform"], each["what"]), ())
        ends = [span[end] for span in each["spans"] if span["known"] for end in _ENDS]
        stated = [each["entry"]["occurred_at"]] if each.get("entry") else []
        return bool(periods) and all(_lies_in(periods, from_rfc3339(at)) for at in (*ends, *stated))

    def _has_interval(self, platform: str, finding: LeadFinding) -> bool:
        periods = [period for (name, _), each in self.periods.items() if name == platform for period in each]
        end = finding.starts_at if finding.ends_at is None else finding.ends_at
        return _lies_in(periods, finding.starts_at) and _lies_in(periods, end)


def platforms_of(plain: dict[str, Any]) -> list[str]:
    """The platforms of a finding; of one about an area without active time, that of its subject."""
    subject = str(plain["subject"])
    return list(plain["platforms"]) or ([subject.partition("/")[0]] if "/" in subject else [])


def _rested_on(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Its evidence; and the sessions in which couriers' orders count, though pay by orders lists these alone."""
    yield from plain["evidence"]
    places = (plain.get("pay") or {}).get("places", ())
    if any(each["sector"] == "courier" for each in places):
        yield from ({**each, "what": "session"} for each in plain["evidence"] if each["what"] == "order")


def _slots(plain: dict[str, Any]) -> Iterator[str]:
    """The starts of the slots that a finding about an area counted, and of those that it compares them with."""
    pace, red = plain.get("pace") or {}, plain.get("under_red") or {}
    for part in (pace, pace.get("baseline") or {}, red):
        yield from (slot[0] for slot in part.get("by_slot") or ())


def _warnings(plain: dict[str, Any]) -> set[str]:
    """The names of the weather messages that gave its levels."""
    parts = (plain.get("pace") or {}, plain.get("under_red") or {})
    return {each[2] for part in parts for episode in part.get("warned", ()) for each in episode["warnings"]}


def _lies_in(periods: Iterable[Period], at: int, near: int = 0) -> bool:
    return any(first - near <= at <= last + near for first, last in periods)

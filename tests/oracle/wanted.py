"""Findings that a law case wants, by rule: from a line of it to a finding in the words of the contract, with instants in ms.

- `rest_missed`, `rest_due`: `KIND on PLATFORM, TIME to TIME[, due TIME], measured LENGTH[ (high LENGTH)][, SEVERITY]
  [, because WHY]`; `across platforms` stands for a finding that no platform alone could see, `to now` for a stretch
  that still runs;
- `dispatch_during_rest`: `breach on PLATFORM, TIME to TIME, due TIME, N pushed, SEVERITY`;
- `pay_below_minimum`: `KIND on PLATFORM[ in AREA], day N[, A fen/h[ (high B fen/h)] against C][, lacking D fen]
  [, SEVERITY][, because WHY]`, where day 1 is the case's day and 2 the next, the area is 360104 where none is named, and A is
  `no` where no hour is known;
- `daily_hours`: `KIND on PLATFORM, day N, LENGTH[ (high LENGTH)][, because WHY]`;
- `weekly_rest`: `KIND on PLATFORM, day N to M|now, L[ (high H)] days[, due day D][, because WHY]`, due at the end of the seventh
  day of the run, where no other is said.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.oracle.times import instant, length, match

KEYS = ("kind", "scope", "starts_at", "ends_at", "due_at", "measured_low", "measured_high", "severity")
WHO = r"(?P<kind>\w+) (on (?P<platform>\w+)|across platforms), "
SPAN = r"(?P<start>[\d:.]+) to (?P<end>now|[\d:.]+)(, due (?P<due>[\d:.]+))?, "
BAND = r"(, (?P<severity>minor|serious|grave))?(, because (?P<reasons>.+))?"
REST = re.compile(WHO + SPAN + r"measured (?P<low>[^(,]+)( \(high (?P<high>[^)]+)\))?" + BAND)
DISPATCH = re.compile(WHO + SPAN + r"(?P<number>\d+) pushed" + BAND)
PAY = re.compile(
    r"(?P<kind>\w+) on (?P<platform>\w+)( in (?P<area>[\w-]+))?, day (?P<day>\d+)"
    r"(, (?P<low>-?\d+|no) fen/h( \(high (?P<high>-?\d+) fen/h\))? against (?P<limit>\d+))?"
    r"(, lacking (?P<lacking>\d+) fen)?" + BAND
)
DAILY = re.compile(WHO + r"day (?P<day>\d+), (?P<low>[^(,]+)( \(high (?P<high>[^)]+)\))?" + BAND)
WEEKLY = re.compile(
    WHO
    + r"day (?P<day>\d+) to (?P<last>now|\d+), (?P<low>\d+)( \(high (?P<high>\d+)\))? days(, due day (?P<due>\d+))?"
    + BAND
)
OF_PAY = ("limit", "area", "shortfall_fen")


def wanted(rule: str, line: str, day: date) -> dict[str, Any]:
    """The finding of the rule that a line of a case on that day stands for."""
    if rule == "pay_below_minimum":
        said = match(PAY, line)
        return _said(said) | _of_day(said, day)
    if rule == "dispatch_during_rest":
        said = match(DISPATCH, line)
        number = int(said["number"])
        return _said(said) | _of_span(said, day) | {"measured_low": number, "measured_high": number}
    if rule == "daily_hours":
        said = match(DAILY, line)
        measured = {"measured_low": length(said["low"]), "measured_high": length(said.get("high", said["low"]))}
        return _said(said) | _of_days(said["day"], said["day"], day) | {"due_at": None} | measured
    if rule == "weekly_rest":
        said = match(WEEKLY, line)
        measured = {"measured_low": int(said["low"]), "measured_high": int(said.get("high", said["low"]))}
        due = {"due_at": instant(f"{24 * int(said.get('due', int(said['day']) + 6))}:00", day)}
        return _said(said) | _of_days(said["day"], said["last"], day) | due | measured
    said = match(REST, line)
    measured = {"measured_low": length(said["low"]), "measured_high": length(said.get("high", said["low"]))}
    return _said(said) | _of_span(said, day) | measured


def in_words_of_a_case(findings: Iterable[Mapping[str, Any]], rule: str) -> list[dict[str, Any]]:
    """The lines of a case about `rule`, made from findings in the words of the contract with instants in ms."""
    keys = (*KEYS, *OF_PAY) if rule == "pay_below_minimum" else KEYS
    told = [
        {key: finding.get(key) for key in keys}
        | {"platform": next(iter(finding["platforms"])) if finding["scope"] == "platform" else None}
        | {"reasons": list(finding["reasons"])}
        for finding in findings
        if finding["rule"] == rule
    ]
    return sorted(told, key=by_scope)


def by_scope(told: Mapping[str, Any]) -> tuple[str, str, int]:
    """The order of findings in a case."""
    return told["scope"], told["platform"] or "", told["starts_at"]


def _said(said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": said["kind"],
        "scope": "platform" if "platform" in said else "cross_platform",
        "platform": said.get("platform"),
        "severity": said.get("severity"),
        "reasons": said["reasons"].split(" and ") if "reasons" in said else [],
    }


def _of_span(said: Mapping[str, str], day: date) -> dict[str, Any]:
    return {
        "starts_at": instant(said["start"], day),
        "ends_at": None if said["end"] == "now" else instant(said["end"], day),
        "due_at": instant(said["due"], day) if "due" in said else None,
    }


def _of_days(first: str, last: str, day: date) -> dict[str, Any]:
    ends_at = None if last == "now" else instant(f"{24 * int(last)}:00", day)
    return {"starts_at": instant(f"{24 * int(first) - 24}:00", day), "ends_at": ends_at}


def _of_day(said: Mapping[str, str], day: date) -> dict[str, Any]:
    hours = 24 * int(said["day"])
    low = int(said["low"]) if said.get("low", "no") != "no" else None
    return {
        "starts_at": instant(f"{hours - 24}:00", day),
        "ends_at": instant(f"{hours}:00", day),
        "due_at": None,
        "measured_low": low,
        "measured_high": int(said["high"]) if "high" in said else low,
        "limit": int(said["limit"]) if "limit" in said else None,
        "area": said.get("area", "360104"),
        "shortfall_fen": int(said["lacking"]) if "lacking" in said else None,
    }

"""The law with what platforms have agreed to about days, from lines of a law case; the same in the words of the oracle."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from streams.law.reading.loader import load_law
from streams.law.table import Law
from streams.law.terms.days import DAILY, GRACE, WEEKLY
from tests.oracle.legal_days import STANDARD, Agreed, DaysLaw
from tests.oracle.times import length, match

LINE = re.compile(
    r"(?P<name>\w+) (?P<value>\d+ \w+) on (?P<platform>\w+)( for (?P<sector>\w+))?( from (?P<since>\S+) until (?P<until>\S+))?"
)
NAMES = {
    (DAILY, "limit"): "a_day",
    (WEEKLY, "limit"): "in_a_row",
    (WEEKLY, "least"): "least",
    (GRACE, "grace"): "grace",
}

Lines = tuple[tuple[str, str], ...]
"""A rule's file and `PARAMETER VALUE on PLATFORM[ for SECTOR][ from DAY until DAY]`; of one platform all in the same days."""

BOTH: Lines = (
    (DAILY, "limit 7 h on hema"),
    (DAILY, "limit 7 h on hema for courier"),
    (WEEKLY, "limit 4 days on hema"),
    (WEEKLY, "limit 4 days on hema for courier"),
    (WEEKLY, "least 20 min on hema"),
    (WEEKLY, "least 20 min on hema for courier"),
    (GRACE, "grace 3 h on hema"),
)
"""The agreement of one platform about all that decides on days, and for couriers besides, to whom no law of all applies."""

FOR_A_WHILE: Lines = tuple((rule, f"{line} from 2025-12-09 until 2025-12-13") for rule, line in BOTH)
"""The same from the fifth day of the weeks of `tests.oracle.weeks` on, a Tuesday, to the eighth."""


def lines_of(rule: str, raw: Sequence[str]) -> Lines:
    """The lines of a case of the rule; the grace is that of pay."""
    return tuple((GRACE if line.startswith("grace") else rule, line) for line in raw)


@cache
def law_agreed(lines: Lines) -> Law:
    """The law of this release with these lines."""
    entries = files("streams.law").iterdir()
    texts = {entry.name: entry.read_text("utf-8") for entry in entries if entry.name[-5:] == ".yaml"}
    values: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for rule, line in lines:
        said = match(LINE, line)
        sector = said.get("sector", "delivery")
        where = {"platform": said["platform"]} | ({} if rule == GRACE else {"sectors": [sector]})
        entry = {"from": said.get("since", "2025-12-04"), "source": "signed", "status": "official", **where}
        values[rule][said["name"]].append(entry | {"value": said["value"]})
        if "until" in said:
            values[rule][said["name"]].append(entry | {"from": said["until"], "value": "none"})
    overlay = {
        f"{rule}.yaml": yaml.safe_dump(
            {
                "sources": {"signed": {"document": "an agreement of the platform with its riders' union"}},
                "parameters": {name: {"values": several} for name, several in parameters.items()},
            }
        )
        for rule, parameters in values.items()
    }
    return load_law(texts, overlay)


def agreed_to(rule: str, lines: Lines) -> Agreed:
    """The agreements of each platform about a rule on days, in the words of the oracle."""
    found: dict[str, DaysLaw] = {}
    for file, line in lines:
        said = match(LINE, line)
        if file not in (rule, GRACE):
            continue
        before, name = found.get(said["platform"], STANDARD), NAMES[file, said["name"]]
        number = int(said["value"].split()[0]) if name == "in_a_row" else length(said["value"])
        sectors = dict.fromkeys((*before.sectors, said.get("sector", "delivery")))
        changed: dict[str, Any] = {name: number}
        if "until" in said:
            changed |= {"since": date.fromisoformat(said["since"]), "until": date.fromisoformat(said["until"])}
        found[said["platform"]] = replace(before, sectors=tuple(sectors), **changed)
    return found

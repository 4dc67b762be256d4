"""A lead as a row of a list: no pseudonym, the figure for the eye, where and when, how far people are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import orjson

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount, until
from alerts.console.views.figures import figure_of, reading_of
from alerts.console.views.tables import bounded
from alerts.leads import Lead, Standing
from alerts.words import HANDLINGS, KINDS, MODES, RULES, SECTORS, SEVERITIES, STANDINGS, Names


@dataclass(frozen=True, slots=True)
class LeadRow:
    """The words of a lead in a list. `tone`: the class of its mark. `state`: how far people are, and with whom."""

    number: int
    sequence: int
    tone: str
    mark: str
    rule: str
    where: str
    when: str
    figure: str
    limit: str
    running: bool
    state: str
    state_tone: str
    notes: tuple[str, ...]


NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


def person(name: str, called: Mapping[str, str]) -> str:
    """A person by the name that people use, with that of the account, which the log has; the account alone where it has no other.

    >>> person("li", {"li": "李强"}), person("li", {})
    ('李强 (li)', 'li')
    """
    known = called.get(name, name)
    return name if known == name else f"{known} ({name})"


def rows(leads: Iterable[Lead], names: Names, tongue: Tongue, called: Mapping[str, str] = NOBODY) -> list[LeadRow]:
    """The rows of these leads, in their order. `called`: the names of people by those of their accounts."""
    return [row_of(lead, names, tongue, called) for lead in leads]


def row_of(lead: Lead, names: Names, tongue: Tongue, called: Mapping[str, str] = NOBODY) -> LeadRow:
    """The row of a lead."""
    finding = lead.finding
    plain: dict[str, Any] = orjson.loads(finding.text)
    unit = plain["unit"]
    reading = reading_of(plain["measured_low"], plain["measured_high"], plain["limit"], unit)
    limit = "" if not plain["limit"] else tongue.pick("限 ", "limit ") + amount(plain["limit"], unit, tongue)
    return LeadRow(
        number=lead.number,
        sequence=lead.sequence,
        tone=tone_of(finding.kind, finding.severity),
        mark=mark_of(finding.kind, finding.severity, tongue),
        rule=tongue.word(finding.rule, RULES),
        where=where(plain["platforms"], finding.platform, finding.area, finding.sector, names, tongue),
        when=until(finding.starts_at, finding.ends_at, tongue),
        figure=figure_of(finding.kind, reading, tongue),
        limit=limit,
        running=finding.ends_at is None and lead.standing is Standing.STANDING,
        state=tongue.word(lead.handling, HANDLINGS)
        + (f" · {bounded(called.get(lead.assignee, lead.assignee))}" if lead.assignee else ""),
        state_tone=lead.handling.value,
        notes=tuple(_notes(lead, tongue)),
    )


def tone_of(kind: str, severity: str | None) -> str:
    """The class of a lead's mark: its severity, else its kind; one of a closed list."""
    tone = severity or kind
    return tone if tone in {*SEVERITIES, *KINDS} else "other"


def mark_of(kind: str, severity: str | None, tongue: Tongue) -> str:
    """The word of a lead's mark: the severity of a breach, else the kind."""
    return bounded(tongue.word(severity, SEVERITIES) if severity else tongue.word(kind, KINDS))


def where(
    platforms: Iterable[str], alone: str | None, area: str | None, sector: str | None, names: Names, tongue: Tongue
) -> str:
    """Platform, area and sector of a lead."""
    listed = [alone] if alone else list(platforms)
    parts = [tongue.pick("、", ", ").join(bounded(tongue.of(names.platform(each))) for each in listed[:3])]
    if len(listed) > len(listed[:3]):
        parts[0] += tongue.pick(f"等{len(listed)}个平台", f" and {len(listed) - 3} more")
    if area:
        parts.append(bounded(tongue.of(names.area(area))))
    if sector:
        parts.append(bounded(tongue.word(sector, SECTORS)))
    return " · ".join(filter(None, parts))


def _notes(lead: Lead, tongue: Tongue) -> Iterable[str]:
    if lead.standing is not Standing.STANDING:
        yield tongue.word(lead.standing, STANDINGS)
    if lead.finding.mode == "observe":
        yield tongue.word(lead.finding.mode, MODES)
    if lead.corrected_at is not None:
        yield tongue.pick("事后更正", "corrected")

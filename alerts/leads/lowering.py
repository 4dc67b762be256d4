"""Leads that recorded events would withdraw, lower or word anew: which they are, and which of them the events cover. Pure.

A judge keeps all facts from `speaks_from` on, so its set may withdraw and lower. Files can be a part of what was sent: of some
platforms, kinds, workers or hours. So a set made of them withdraws and lowers nothing unless that is allowed, and even then no
lead whose evidence lies beyond them. What would be new in the place of such a lead is left out with it: the findings that it
would be split into, and those of all platforms at that time, which a smaller finding of one platform no longer covers.
A lead that the events do not cover gets no other figures of the same weight either. A day without reported pay is no lead, and
words none anew, where the files have no pay of that time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from alerts.leads.extent import RecordedExtent
from alerts.leads.figures import LENGTHS
from alerts.leads.finding import OPEN_END, LeadFinding
from alerts.leads.lead import Lead, Standing
from alerts.leads.matching import LeadMatches, match
from schemas.findings.finding import Kind, Severity
from schemas.instants import from_rfc3339

_SEVERITIES: Final = (None, *(each.value for each in Severity))


@dataclass(frozen=True, slots=True)
class LeftLead:
    """A lead that was left as it is. `finding`: what holds in its place by the set; None: nothing does.

    `covered`: whether the recorded events cover it, so that it is lowered once that is allowed.
    """

    lead: Lead
    finding: LeadFinding | None
    covered: bool


def match_recorded(
    leads: Iterable[Lead], findings: Iterable[LeadFinding], speaks_from: int | None, extent: RecordedExtent
) -> tuple[LeadMatches, list[LeftLead]]:
    """The steps that a set of recorded events may take, and the leads that it leaves, by number.

    `speaks_from` (ms) is the first event, and no cut: what goes on over it is one stretch. A running lead lasts as long as is
    known of it, so that nothing of a later day continues it.
    """
    by_number = {lead.number: lead for lead in leads}
    first = -OPEN_END if speaks_from is None else speaks_from
    bounded = map(_bounded, by_number.values())
    matches = match([lead for lead in bounded if lead.finding.until > first], findings, None)
    return _without_lowering(_restored(matches, by_number), extent)


def _bounded(lead: Lead) -> Lead:
    """The lead as long as is known of it; one that an episode of weather bounds stays."""
    finding = lead.finding
    if finding.ends_at is not None or finding.episode is not None:
        return lead
    plain = orjson.loads(finding.text)
    known = [from_rfc3339(span["end"]) for each in plain["evidence"] for span in each["spans"] if span["known"]]
    length = int(plain["measured_low"] or 0) * LENGTHS.get(plain["unit"], 0)
    least = finding.starts_at + length
    return replace(lead, finding=replace(finding, ends_at=max([least, *known])))


def _restored(matches: LeadMatches, leads: Mapping[int, Lead]) -> LeadMatches:
    """The same steps of the leads as they are."""
    return LeadMatches(
        tuple(leads[lead.number] for lead in matches.unmatched),
        tuple((leads[lead.number], finding) for lead, finding in matches.matched),
        tuple((leads[lead.number], leads[survivor.number]) for lead, survivor in matches.merged),
        tuple((finding, origin and leads[origin.number]) for finding, origin in matches.new),
    )


def _without_lowering(matches: LeadMatches, extent: RecordedExtent) -> tuple[LeadMatches, list[LeftLead]]:
    left = {each.lead.number: each for each in _left(matches, extent)}
    survivors = {lead.number: survivor.number for lead, survivor in matches.merged}
    kept = replace(
        matches,
        unmatched=tuple(lead for lead in matches.unmatched if lead.number not in left and extent.touches(lead.finding)),
        matched=tuple(
            (lead, finding)
            for lead, finding in matches.matched
            if lead.number not in left and (lead.standing is Standing.STANDING or extent.proves(finding))
        ),
        merged=tuple(pair for pair in matches.merged if pair[1].number not in left),
        new=tuple(
            (finding, origin)
            for finding, origin in matches.new
            if extent.proves(finding)
            and (origin is None or survivors.get(origin.number, origin.number) not in left)
            and not any(_takes_place(finding, each.lead.finding) for each in left.values())
        ),
    )
    return kept, [left[number] for number in sorted(left)]


def _left(matches: LeadMatches, extent: RecordedExtent) -> Iterator[LeftLead]:
    for lead in matches.unmatched:
        if lead.standing is Standing.STANDING and extent.touches(lead.finding):
            yield from _unless_allowed(lead, [lead], None, extent)
    for lead, finding in matches.matched:
        group = [lead, *(merged for merged, survivor in matches.merged if survivor.number == lead.number)]
        standing = [each for each in group if each.standing is Standing.STANDING]
        lowered = [each for each in standing if lowers(each.finding, finding)]
        if not extent.proves(finding):
            if any(finding.amends(each.finding) for each in standing):
                yield LeftLead(lead, finding, covered=False)
        elif lowered:
            yield from _unless_allowed(lead, lowered, finding, extent)
        elif any(_is_worded_anew(each.finding, finding) and not extent.covers(each.finding) for each in standing):
            yield LeftLead(lead, finding, covered=False)


def _takes_place(finding: LeadFinding, left: LeadFinding) -> bool:
    return finding.platform is None and finding.rule == left.rule and finding.overlap(left) > 0


def _unless_allowed(
    lead: Lead, lowered: Iterable[Lead], finding: LeadFinding | None, extent: RecordedExtent
) -> Iterator[LeftLead]:
    covered = all(extent.covers(each.finding) for each in lowered)
    if not (covered and extent.lowers):
        yield LeftLead(lead, finding, covered)


def lowers(before: LeadFinding, after: LeadFinding) -> bool:
    """True if the later finding weighs less: no breach any more, a lower severity, or by less over (of pay: under) the limit."""
    if before.kind == Kind.UNDECIDABLE.value:
        return False
    if after.kind == Kind.UNDECIDABLE.value:
        return True
    ranks = [_SEVERITIES.index(each.severity) for each in (before, after)]
    return ranks[1] < ranks[0] or (ranks[1] == ranks[0] and _is_smaller(before, after))


def _is_worded_anew(before: LeadFinding, after: LeadFinding) -> bool:
    """True if the later finding is another one of the same weight: what it has less of may lie beyond the files."""
    return after.amends(before) and not lowers(after, before)


def _is_smaller(before: LeadFinding, after: LeadFinding) -> bool:
    first, then = orjson.loads(before.text), orjson.loads(after.text)
    short = first.get("shortfall_fen"), then.get("shortfall_fen")  # absent in findings of an earlier release
    if None not in short:
        return bool(short[1] < short[0])
    return _beyond(then) < _beyond(first)


def _beyond(plain: dict[str, Any]) -> int:
    """The amount over the limit; of pay under it."""
    amount = int(plain["measured"] or 0) - int(plain["limit"] or 0)
    return -amount if plain["unit"] == "fen/h" else amount

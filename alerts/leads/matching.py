"""Matches findings to leads: pure, the same for the same input, whatever the order it comes in.

The leads are the current ones of one subject, the superseded left out. The findings are all that hold for it now.

1. A finding and a lead *overlap* when their keys are equal and their intervals have time in common (touching is not
   enough), unless the finding starts at or after `speaks_from` and the lead before it: what lies before is closed for it. For
   rules on days it is `days_from`, here and below.
2. Every lead that overlaps findings is matched to one of them: the equal one, else the one of the same finding id, else
   the largest overlap, else the earliest (then the shorter, then the smaller text).
3. A finding that is matched to several leads *amends* one of them: of those that somebody is at work on (assigned, under
   investigation) the oldest, else the oldest of all. The others are *merged* into it; those of them that somebody is at work on
   are not ended, but stay open beside it. A lead that is open beside another gives way to it as long as both are matched to one
   finding, so that the same findings again choose the same lead.
4. A finding that is matched to none is *raised*; where it overlaps leads that are matched to others, it is *split* from
   the oldest of them.
5. A lead that overlaps no finding is *withdrawn*, unless it starts before `speaks_from`.

So every finding ends with exactly one lead and every lead with at most one finding. The same findings again are matched
to their own leads by step 2 and change nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from alerts.leads.finding import OPEN_END, Key, LeadFinding
from alerts.leads.handling import WORKED_ON
from alerts.leads.lead import Lead
from schemas.findings.finding import ON_DAYS


@dataclass(frozen=True, slots=True)
class LeadMatches:
    """The steps from leads to findings. Leads by number, findings by start: the order of new numbers and of log rows."""

    unmatched: tuple[Lead, ...]
    matched: tuple[tuple[Lead, LeadFinding], ...]
    merged: tuple[tuple[Lead, Lead], ...]
    """A lead that loses its finding, and the one that has the finding which covers both."""
    new: tuple[tuple[LeadFinding, Lead | None], ...]
    """A finding without a lead, and the lead that it is split from."""


def match(
    leads: Iterable[Lead], findings: Iterable[LeadFinding], speaks_from: int | None, days_from: int | None = None
) -> LeadMatches:
    """The steps from these leads to exactly these findings.

    `speaks_from` in ms; null: the findings cover all time. `days_from`: the same of rules on days; null: it is `speaks_from`.
    """
    of_events = -OPEN_END if speaks_from is None else speaks_from
    of_days = of_events if days_from is None else days_from
    ordered = sorted(set(findings), key=_order)
    by_key: dict[Key, list[LeadFinding]] = defaultdict(list)
    for finding in ordered:
        by_key[finding.key].append(finding)
    matched: dict[LeadFinding, list[Lead]] = defaultdict(list)
    oldest: dict[LeadFinding, Lead] = {}
    unmatched: list[Lead] = []
    for lead in sorted(leads, key=_number):
        same_key = by_key.get(lead.finding.key, ())
        covered_from = of_days if lead.finding.rule in ON_DAYS else of_events
        candidates = [finding for finding in same_key if _overlap(finding, lead.finding, covered_from)]
        for finding in candidates:
            oldest.setdefault(finding, lead)
        if candidates:
            matched[_best(candidates, lead.finding)].append(lead)
        elif lead.finding.starts_at >= covered_from:
            unmatched.append(lead)
    new = tuple((finding, oldest.get(finding)) for finding in ordered if finding not in matched)
    survivors = {finding: _survivor(of_one) for finding, of_one in matched.items()}
    pairs = sorted(((lead, finding) for finding, lead in survivors.items()), key=lambda pair: pair[0].number)
    return LeadMatches(tuple(unmatched), tuple(pairs), _merged(matched, survivors), new)


def _survivor(leads: list[Lead]) -> Lead:
    """The one of several leads that keeps the finding, where one finding is matched to all of them (step 3)."""
    numbers = {lead.number for lead in leads}
    return min(leads, key=lambda lead: (lead.beside in numbers, lead.handling not in WORKED_ON, lead.number))


def _merged(
    matched: dict[LeadFinding, list[Lead]], survivors: dict[LeadFinding, Lead]
) -> tuple[tuple[Lead, Lead], ...]:
    merged = (
        (lead, survivors[finding])
        for finding, leads in matched.items()
        for lead in leads
        if lead is not survivors[finding]
    )
    return tuple(sorted(merged, key=lambda pair: pair[0].number))


def _overlap(finding: LeadFinding, last: LeadFinding, covered_from: int) -> bool:
    return finding.overlap(last) > 0 and not last.starts_at < covered_from <= finding.starts_at


def _best(candidates: list[LeadFinding], last: LeadFinding) -> LeadFinding:
    if len(candidates) == 1:
        return candidates[0]

    def preference(finding: LeadFinding) -> tuple[bool, bool, int, tuple[int, int, str]]:
        other, other_id = finding.amends(last), finding.finding_id != last.finding_id
        return (other, other_id, -finding.overlap(last), _order(finding))

    return min(candidates, key=preference)


def _number(lead: Lead) -> int:
    return lead.number


def _order(finding: LeadFinding) -> tuple[int, int, str]:
    return (finding.starts_at, finding.until, finding.text)

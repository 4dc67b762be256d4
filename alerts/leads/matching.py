"""Which finding meets which lead: pure, the same for the same input, whatever the order it comes in.

The leads are the current ones of one subject, the superseded left out. The findings are all that hold for it now.

1. A finding and a lead *meet* when their keys are equal and their intervals overlap (touching is no overlap), unless
   the finding starts at or after `speaks_from` and the lead before it: what lies before is settled for it.
2. Every lead that meets findings is *kept* by one of them: the equal one, else the one of the same finding id, else the
   largest overlap, else the earliest (then the shorter, then the smaller text).
3. A finding that keeps several leads *amends* the oldest; the others are *superseded* by it.
4. A finding that keeps none is *raised*; where it meets leads that others keep, it is *split* from the oldest of them.
5. A lead that meets no finding is *withdrawn*, unless it starts before `speaks_from`.

So every finding ends with exactly one lead and every lead with at most one finding. The same findings again find
their own leads by step 2 and change nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from alerts.leads.finding import OPEN_END, Key, LeadFinding
from alerts.leads.lead import Lead


@dataclass(frozen=True, slots=True)
class Matched:
    """What must happen. Leads by number, findings by start: the order in which numbers are given and rows written."""

    silent: tuple[Lead, ...]
    kept: tuple[tuple[Lead, LeadFinding], ...]
    merged: tuple[tuple[Lead, Lead], ...]
    """A lead that ends, and the older one that it ends in."""
    fresh: tuple[tuple[LeadFinding, Lead | None], ...]
    """A finding without a lead, and the lead that it is split from."""


def match(leads: Iterable[Lead], findings: Iterable[LeadFinding], speaks_from: int | None) -> Matched:
    """The steps from these leads to exactly these findings. `speaks_from` in ms; null speaks of all time."""
    wall = -OPEN_END if speaks_from is None else speaks_from
    ordered = sorted(set(findings), key=_order)
    by_key: dict[Key, list[LeadFinding]] = defaultdict(list)
    for said in ordered:
        by_key[said.key].append(said)
    keeps: dict[LeadFinding, list[Lead]] = defaultdict(list)
    met: dict[LeadFinding, Lead] = {}
    silent: list[Lead] = []
    for lead in sorted(leads, key=_number):
        meeting = [said for said in by_key.get(lead.said.key, ()) if _meet(said, lead.said, wall)]
        for said in meeting:
            met.setdefault(said, lead)
        if meeting:
            keeps[_keeper(meeting, lead.said)].append(lead)
        elif lead.said.starts_at >= wall:
            silent.append(lead)
    fresh = tuple((said, met.get(said)) for said in ordered if said not in keeps)
    return Matched(tuple(silent), _first(keeps), _rest(keeps), fresh)


def _first(keeps: dict[LeadFinding, list[Lead]]) -> tuple[tuple[Lead, LeadFinding], ...]:
    return tuple(sorted(((held[0], said) for said, held in keeps.items()), key=lambda pair: pair[0].number))


def _rest(keeps: dict[LeadFinding, list[Lead]]) -> tuple[tuple[Lead, Lead], ...]:
    merged = ((lead, held[0]) for held in keeps.values() for lead in held[1:])
    return tuple(sorted(merged, key=lambda pair: pair[0].number))


def _meet(said: LeadFinding, last: LeadFinding, wall: int) -> bool:
    return said.overlap(last) > 0 and not last.starts_at < wall <= said.starts_at


def _keeper(meeting: list[LeadFinding], last: LeadFinding) -> LeadFinding:
    def preference(said: LeadFinding) -> tuple[bool, bool, int, tuple[int, int, str]]:
        return (said.text != last.text, said.finding_id != last.finding_id, -said.overlap(last), _order(said))

    return min(meeting, key=preference)


def _number(lead: Lead) -> int:
    return lead.number


def _order(said: LeadFinding) -> tuple[int, int, str]:
    return (said.starts_at, said.until, said.text)

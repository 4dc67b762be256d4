"""Brings the current leads of a subject to its standing set. Pure: `matching` decides, the `LogAppender` writes."""

from collections.abc import Iterator, Mapping

import orjson

from alerts.leads.appending import LogAppender
from alerts.leads.cause import cause_of, cause_of_absence, cause_of_reopening
from alerts.leads.evidence.changes import Beneath
from alerts.leads.extent import RecordedExtent
from alerts.leads.figures import DecidedFigures, More
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import DECIDED, WORKED_ON
from alerts.leads.lead import Change, Lead, Standing
from alerts.leads.lowering import LeftLead, match_recorded
from alerts.leads.matching import match
from alerts.leads.standing_set import LedgerSet, version_text


def revise(
    leads: dict[int, Lead], latest: LedgerSet, log: LogAppender, extent: RecordedExtent | None = None
) -> list[LeftLead]:
    """Bring the subject's current leads, given by number and changed in place, to the findings of its latest set.

    With an `extent` the set is of recorded events: returns the leads that it would withdraw or lower and that are left instead.
    """
    left = list[LeftLead]()
    if extent is None:
        matches = match(leads.values(), latest.findings, latest.speaks_from, latest.days_from)
    else:
        matches, left = match_recorded(leads.values(), latest.findings, latest.speaks_from, extent)
    steps = _Steps(leads, latest, log, {lead.number: finding for lead, finding in matches.matched})
    for lead in matches.unmatched:
        steps.withdraw(lead)
    for lead, finding in matches.matched:
        steps.amend(lead, finding)
    for lead, survivor in matches.merged:
        steps.merge(lead, survivor.number)
    for lead, _ in matches.matched:
        steps.reopen(lead.number)
    for finding, origin in matches.new:
        steps.raise_lead(finding, origin)
    return left


class _Steps:
    """The steps to one set. Mutable: it keeps the leads up to date, and which of them were merged into which."""

    def __init__(
        self, leads: dict[int, Lead], latest: LedgerSet, log: LogAppender, matched: Mapping[int, LeadFinding]
    ) -> None:
        self._leads, self._latest, self._log = leads, latest, log
        self._before = {number: lead.finding for number, lead in leads.items() if lead.standing is Standing.STANDING}
        self._matched = matched
        self._version = version_text(latest.version)
        self._merged: dict[int, list[int]] = {}

    def withdraw(self, lead: Lead) -> None:
        """Withdraw a lead that no finding overlaps."""
        if lead.standing is Standing.STANDING:
            now_there = self._latest.lapsed.get(lead.finding.finding_id)
            cause = cause_of_absence(lead.finding, now_there, self._latest.judged, self._beneath(lead.finding))
            self._keep(self._log.change(lead, Change.WITHDRAWN, self._version, cause=cause))

    def amend(self, lead: Lead, finding: LeadFinding) -> None:
        """Bring a lead to its finding, where it differs or the lead stood beside another or not at all."""
        change = Change.REINSTATED if lead.standing is Standing.WITHDRAWN else Change.AMENDED
        if change is Change.REINSTATED or lead.beside is not None or finding.amends(lead.finding):
            beneath, now_there = self._beneath(lead.finding), self._latest.lapsed.get(lead.finding.finding_id)
            cause = cause_of(lead.finding, finding, self._latest.judged, beneath, now_there)
            self._keep(self._log.change(lead, change, self._version, finding=finding, cause=cause))

    def merge(self, lead: Lead, survivor: int) -> None:
        """Merge a lead into the one that has its finding now; one that somebody is at work on stays open beside it."""
        stays = lead.handling in WORKED_ON
        if lead.beside != survivor and lead.standing is Standing.STANDING:
            self._merged.setdefault(survivor, []).append(lead.number)
        if stays and lead.beside == survivor and lead.standing is Standing.STANDING:
            return
        cause = cause_of(lead.finding, self._leads[survivor].finding, self._latest.judged)
        change = Change.OVERLAPPED if stays else Change.SUPERSEDED
        after = self._log.change(lead, change, self._version, other=survivor, cause=cause)
        self._keep(after)
        if after.standing is Standing.SUPERSEDED:
            del self._leads[lead.number]

    def reopen(self, number: int) -> None:
        """Reopen a lead whose finding says more than the figures that were decided about, or which others were merged into."""
        lead = self._leads[number]
        if lead.handling not in DECIDED or lead.decided is None:
            return
        merged = self._merged.get(number, [])
        decided, found = DecidedFigures.parse(lead.decided), DecidedFigures.of(lead.finding)
        more = (*decided.less_than(found), *([More.MERGE] if merged else []))
        if more:
            cause = cause_of_reopening(decided, found, more, merged)
            self._keep(self._log.change(lead, Change.REOPENED, self._version, cause=cause))

    def raise_lead(self, finding: LeadFinding, origin: Lead | None) -> None:
        """Raise a lead for a finding that no lead has."""
        cause = cause_of(None, finding, self._latest.judged)
        self._keep(self._log.raise_lead(finding, None if origin is None else origin.number, self._version, cause))

    def _beneath(self, finding: LeadFinding) -> Iterator[Beneath]:
        """The other findings about its stretch before this set, with their evidence now, where that is stated."""
        for number, other in self._before.items():
            if other.shares_stretch(finding):
                after = self._matched.get(number)
                now_there = self._latest.lapsed.get(other.finding_id) if after is None else orjson.loads(after.text)
                if now_there is not None:
                    yield other, now_there

    def _keep(self, lead: Lead) -> None:
        self._leads[lead.number] = lead

"""A lead that recorded events would withdraw or lower, in one line: from what to what."""

import json

from alerts.leads import LeadFinding, LeftLead
from streams.cli.wording import about, local, quantity


def sentence_of(left: LeftLead) -> str:
    """The lead, what it is now, and what it would be."""
    before = left.lead.finding
    name = f"lead {left.lead.number}, {before.rule}, {about(before.subject)}, {before.platform or 'all platforms'}"
    after = "withdrawn" if left.finding is None else _weight(left.finding)
    return f"{name}: {_weight(before)} -> {after}"


def _weight(finding: LeadFinding) -> str:
    """The kind, severity, figure and interval of a finding."""
    plain = json.loads(finding.text)
    figure = quantity(plain["measured"], plain["unit"])
    until = "running" if finding.ends_at is None else local(finding.ends_at)
    words = (finding.kind, finding.severity, figure, f"{local(finding.starts_at)} to {until}")
    return ", ".join(word for word in words if word)

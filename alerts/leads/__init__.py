"""The life of a lead, pure: how findings are matched to leads, what people may do, the log. No SQL, no clock."""

from alerts.leads.extent import RecordedExtent
from alerts.leads.finding import LeadFinding
from alerts.leads.handling import Action, Handling, actions_from
from alerts.leads.lead import Change, Lead, LogEntry, LogHead, Standing
from alerts.leads.lowering import LeftLead

__all__ = [
    "Action",
    "Change",
    "Handling",
    "Lead",
    "LeadFinding",
    "LeftLead",
    "LogEntry",
    "LogHead",
    "RecordedExtent",
    "Standing",
    "actions_from",
]

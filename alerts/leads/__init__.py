"""The life of a lead, pure: how findings are matched to leads, what people may do, the log. No SQL, no clock."""

from alerts.leads.finding import LeadFinding
from alerts.leads.handling import Action, Handling, actions_from
from alerts.leads.lead import Change, Lead, LogEntry, LogHead, Standing

__all__ = ["Action", "Change", "Handling", "Lead", "LeadFinding", "LogEntry", "LogHead", "Standing", "actions_from"]

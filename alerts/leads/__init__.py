"""The life of a lead, pure: what was said, how findings meet leads, what people may do. No SQL, no clock."""

from alerts.leads.handling import Action, Handling, actions_from
from alerts.leads.lead import Change, Entry, Head, Lead, Standing
from alerts.leads.said import Said

__all__ = ["Action", "Change", "Entry", "Handling", "Head", "Lead", "Said", "Standing", "actions_from"]

"""Signing by link: one person, one group of leads, a day, one use."""

from alerts.signing.linked import LinkedLead
from alerts.signing.links import PATH, LinkError, Links, OpenedLink, Signed

__all__ = ["PATH", "LinkError", "LinkedLead", "Links", "OpenedLink", "Signed"]

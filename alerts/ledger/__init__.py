"""The ledger of leads in SQL: applies standing sets and actions, reads any past instant, verifies and rebuilds itself."""

from alerts.ledger.applying import Applied
from alerts.ledger.law_texts import RecordedLaw
from alerts.ledger.ledger import Ledger
from alerts.ledger.reading import CountKey, History, LeadFilter
from alerts.ledger.rebuilding import Rebuilt
from alerts.ledger.upgrading import upgrade
from alerts.ledger.verifying import Discrepancy

__all__ = ["Applied", "CountKey", "Discrepancy", "History", "LeadFilter", "Ledger", "Rebuilt", "RecordedLaw", "upgrade"]

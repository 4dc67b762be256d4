"""The ledger of leads in SQL: applies standing sets, keeps what people do, answers for any instant, proves itself."""

from alerts.ledger.applying import Outcome
from alerts.ledger.ledger import Ledger
from alerts.ledger.reading import CountKey, History, Wanted
from alerts.ledger.verifying import Fault

__all__ = ["CountKey", "Fault", "History", "Ledger", "Outcome", "Wanted"]

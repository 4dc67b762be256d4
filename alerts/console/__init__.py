"""The console: pages for inspectors, supervisors, viewers, operators and the data officer. Decides nothing about leads."""

from alerts.console.app import create_app
from alerts.console.desk import Clause, Desk, Duty, DutyFault, DutyRota, OnDuty, Reliance
from alerts.console.settings import ConsoleSettings, ConsoleSettingsError, checked_address, checked_network

__all__ = [
    "Clause",
    "ConsoleSettings",
    "ConsoleSettingsError",
    "Desk",
    "Duty",
    "DutyFault",
    "DutyRota",
    "OnDuty",
    "Reliance",
    "checked_address",
    "checked_network",
    "create_app",
]

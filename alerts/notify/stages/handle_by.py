"""The date by which the bureau wants a lead handled. A policy of the bureau in code, as the ledger has no such date yet. Pure."""

from datetime import datetime, time, timedelta
from typing import Final

from schemas.instants import Ms
from schemas.legal_days import SHANGHAI

DAYS: Final = {"grave": 1, "serious": 3, "minor": 7}
"""Days after the day on which a lead was raised. Policy, in no text: the acceptance of a complaint takes 5 working days at most,
and a lead is looked at before. Calendar days, since the holidays of a year may not be known yet."""

_END: Final = time(17, 30)
"""The end of the working day."""

REMIND_MS: Final = 4 * 3_600_000
"""The date is called to mind half a working day before."""


def handle_by(raised_at: Ms, severity: str | None) -> Ms:
    """The end of the working day by which a lead of that severity is to be handled; without a severity, as a minor one."""
    day = datetime.fromtimestamp(raised_at / 1000, SHANGHAI).date() + timedelta(
        days=DAYS.get(severity or "", DAYS["minor"])
    )
    return int(datetime.combine(day, _END, SHANGHAI).timestamp() * 1000)


def remind_at(raised_at: Ms, severity: str | None) -> Ms:
    """The instant at which the date is called to mind."""
    return handle_by(raised_at, severity) - REMIND_MS

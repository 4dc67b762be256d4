"""The rules, in a wing a clause: pure functions of a view of the facts and of the law."""

from streams.rules.days.daily_hours import DailyHours
from streams.rules.days.weekly_rest import WeeklyRest
from streams.rules.pace.dispatch_under_red import DispatchUnderRed
from streams.rules.pace.pace_not_eased import PaceNotEased
from streams.rules.pay.pay_below_minimum import PayBelowMinimum
from streams.rules.rest.dispatch_during_rest import DispatchDuringRest
from streams.rules.rest.rest_due import RestDue
from streams.rules.rest.rest_missed import RestMissed

WORKER_RULES = (RestMissed, RestDue, DispatchDuringRest, DailyHours, WeeklyRest, PayBelowMinimum)
AREA_RULES = (PaceNotEased, DispatchUnderRed)
RULES = (*WORKER_RULES, *AREA_RULES)
"""Every rule, in the order of evaluation: a later one sees what earlier ones found about the same subject."""

LEAD_RULES = tuple(rule.name for rule in RULES if rule is not RestDue)
"""The names of the rules whose findings become leads; the others advise."""

__all__ = ["AREA_RULES", "LEAD_RULES", "RULES", "WORKER_RULES"]

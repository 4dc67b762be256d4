"""The rules, one a module: pure functions of a view of the facts and of the law. `RULES` is the order they are asked in."""

from streams.rules.pace.dispatch_under_red import DispatchUnderRed
from streams.rules.pace.pace_not_eased import PaceNotEased
from streams.rules.pay.pay_below_minimum import PayBelowMinimum
from streams.rules.rest.dispatch_during_rest import DispatchDuringRest
from streams.rules.rest.rest_due import RestDue
from streams.rules.rest.rest_missed import RestMissed

RULES = (RestMissed, RestDue, DispatchDuringRest, PayBelowMinimum)
"""Rules about one worker. A later one sees what the earlier ones found."""

AREA_RULES = (PaceNotEased, DispatchUnderRed)
"""Rules about one platform and sector in one area."""

__all__ = ["AREA_RULES", "RULES"]

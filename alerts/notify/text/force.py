"""The force of the law behind each rule, as a message states it. From the plan 洪人社发〔2022〕88号, part 3, read in its text.

Clauses 6 and 8 *encourage* platforms (鼓励): a lead under them is reason for advice and talks, not for an order. Clause 5 binds.
The two rules of the take-away standard are recommendations.
"""

from dataclasses import dataclass
from typing import Final

from schemas.bilingual import Bilingual

_PLAN: Final = "洪人社发〔2022〕88号"


@dataclass(frozen=True, slots=True)
class Force:
    """The document and clause of a rule, and its force, in both languages."""

    basis: Bilingual
    force: Bilingual


def _clause(number: int, force: Bilingual) -> Force:
    return Force(Bilingual(f"{_PLAN} 第{number}条", f"{_PLAN} clause {number}"), force)


_ENCOURAGES: Final = Bilingual("鼓励性", "encourages")
_BINDS: Final = Bilingual("强制性", "binding")
_STANDARD: Final = Force(
    Bilingual("外卖平台服务管理基本要求（2025年12月）", "take-away standard of December 2025"),
    Bilingual("推荐性，仅观察", "recommends; watched only"),
)
UNKNOWN: Final = Force(Bilingual("见线索页", "see the page of the lead"), Bilingual("效力未列", "force not listed"))

FORCES: Final = {
    "rest_missed": _clause(6, _ENCOURAGES),
    "dispatch_during_rest": _clause(6, _ENCOURAGES),
    "pay_below_minimum": _clause(5, _BINDS),
    "pace_not_eased": _clause(8, _ENCOURAGES),
    "dispatch_under_red": _clause(8, _ENCOURAGES),
    "daily_hours": _STANDARD,
    "weekly_rest": _STANDARD,
}
"""By rule; a rule that is not here is stated as not listed, never guessed."""

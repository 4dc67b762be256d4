"""The clause of each rule for the pages of leads: from the law files, where it is written and its words; from here, its force."""

from collections.abc import Mapping
from typing import Final

from alerts.console import Clause
from alerts.words import RULES
from schemas.bilingual import Bilingual
from streams.law.table import Law
from streams.law.value import Source

_DUTY: Final = Bilingual(
    "义务性条文：“应当”。先核实，可依法责令改正", "a duty (应当): after checking, correction can be ordered"
)
_ENCOURAGED: Final = Bilingual(
    "句首为“鼓励”，后半句为“应当设置”：效力有争议，宜先提醒、约谈（行政指导）",
    "begins as an encouragement and ends as a duty: its force is disputed; begin with a reminder or a talk",
)
_WEATHER: Final = Bilingual(
    "“应当加强劳动保护”，但条文无数字：数值为监管取值，宜先提醒、约谈（行政指导）",
    "a duty without a number: the values are the regulator's choice; begin with a reminder or a talk",
)
_WATCHED: Final = Bilingual("条文未禁止，仅作迹象观察", "no clause forbids it: it is watched only")
_STANDARD: Final = Bilingual("推荐性标准，不具强制力", "a recommended standard, without compulsion")

_FORCE: Final[Mapping[str, Bilingual]] = {
    "rest_missed": _ENCOURAGED,
    "dispatch_during_rest": _ENCOURAGED,
    "pay_below_minimum": _DUTY,
    "pace_not_eased": _WEATHER,
    "dispatch_under_red": _WATCHED,
    "daily_hours": _STANDARD,
    "weekly_rest": _STANDARD,
}
"""The regulator's reading of the force of each clause, as the law files' notes and the documents about the rules have it."""


def clauses_of(law: Law) -> dict[str, Clause]:
    """The clause of each rule that the law has a source of; the source with the longest quotation stands for it."""
    found: dict[str, Source] = {}
    for value in law.values:
        rule = value.parameter.partition(".")[0]
        if rule not in found or len(value.source.quote) > len(found[rule].quote):
            found[rule] = value.source
    return {
        rule: Clause(
            Bilingual(RULES[rule], rule),
            " ".join(filter(None, (source.document, source.article))),
            source.quote,
            _FORCE[rule],
        )
        for rule, source in found.items()
        if rule in _FORCE
    }

"""Finds the values of one rule at one place and day; shared by the terms of each clause."""

from collections.abc import Callable

from schemas.legal_days import Day
from streams.law.table import Law
from streams.law.value import Value


def finder(law: Law, rule: str, area: str, sector: str, day: Day, platform: str = "") -> Callable[[str], Value]:
    """A function from a parameter's name without its rule to the value in force; it raises `NoValueInForce` for none.

    `platform`: whose own findings the values are for; empty for the law of all.
    """

    def find(name: str) -> Value:
        return law.find(f"{rule}.{name}", sector=sector, area=area, day=day, platform=platform)

    return find

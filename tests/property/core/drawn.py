"""Hypothesis strategies about a judge: what `pick` builds, drawn, and the law in some of its readings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from streams.law.table import Law
from tests.oracle.days import Pick
from tests.oracle.law import HOUR, MINUTE, Agreed, RestLaw
from tests.property.core.feeding import AGREED, COURIERS_BY_ORDER, ELAPSED, law_with, the_law

T = TypeVar("T")


SEEDS = st.integers(0, 2**48)
"""Seeds to build days of: cheap where a day takes thousands of choices, but it does not shrink."""


def built(build: Callable[[Pick], T], seed: int) -> T:
    """The result of `build` by the choices of the seed."""
    return build(Random(seed).choice)


@dataclass(frozen=True)
class Reading:
    """The law in one of its readings, and the same in the words of the oracle."""

    law: Law
    oracle: RestLaw
    agreed: Agreed = field(default_factory=dict)


READINGS = st.sampled_from(("as it is", "as it is", "couriers by order", "elapsed", "agreed"))


def reading(name: str) -> Reading:
    """The law as it is, with couriers decided on orders, with elapsed time, or with what one platform has agreed to."""
    if name == "as it is":
        return Reading(the_law(), RestLaw())
    if name == "couriers by order":
        return Reading(law_with(COURIERS_BY_ORDER), RestLaw(basis={"courier": "order"}))
    if name == "agreed":
        hema = RestLaw(limit=3 * HOUR, rest=30 * MINUTE, minor_up_to=10 * MINUTE, serious_up_to=40 * MINUTE)
        return Reading(law_with(AGREED), RestLaw(), {"hema": hema})
    return Reading(law_with(ELAPSED), RestLaw(measure="elapsed"))


def batches(rows: Sequence[T], random: Random) -> list[list[T]]:
    """The rows cut into runs of one to sixty."""
    found: list[list[T]] = []
    left = list(rows)
    while left:
        size = random.choice((1, 3, 20, 60))
        found.append(left[:size])
        left = left[size:]
    return found


def told(found: Any) -> dict[str, Any]:
    """A finding of the judge in the form of the oracle; instants in ms."""
    said = {key: getattr(found, key) for key in PLAIN} | {"reasons": sorted(map(str, found.reasons))}
    said |= {key: str(value) if value is not None else None for key, value in _words(found).items()}
    opinion = found.second_opinion
    kind = opinion.kind and str(opinion.kind) if opinion else None
    said |= {"second_opinion": {"measured": opinion.measured, "kind": kind} if opinion else None}
    return said | {"rest": _rest(found.rest)} if found.rest else said


def _rest(rest: Any) -> dict[str, Any]:
    """The figures of a stretch; instants in ms."""
    return {
        "reading": rest.reading,
        "high_stretch": (rest.high_stretch.start, rest.high_stretch.end),
        "low_stretches": [(low.start, low.end) for low in rest.low_stretches],
        "pieces": [(piece.start, piece.end, piece.known, piece.reasons) for piece in rest.pieces],
        "platforms": {name: (low, high) for name, low, high in rest.platforms},
    }


PLAIN = (
    "rule", "subject", "starts_at", "ends_at", "due_at", "basis", "measured", "measured_low", "measured_high", "sector",
    "area", "platforms", "platform",
)  # fmt: skip


def _words(found: Any) -> dict[str, Any]:
    return {"kind": found.kind, "scope": found.scope, "severity": found.severity}

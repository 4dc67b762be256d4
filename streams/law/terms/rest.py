"""The terms of clause 6 of 洪人社发〔2022〕88号 for a place and a day, as the rules about rest use them."""

from dataclasses import dataclass

from schemas.legal_days import legal_day
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.finder import finder
from streams.law.terms.measuring import OF_TIME, MeasuringLaw
from streams.law.value import Value


@dataclass(frozen=True, slots=True)
class RestTerms:
    """The values that decide about a stretch: limit (ms, exclusive), break (ms, inclusive), measure, basis, severity bands.

    `measuring`: the measuring values that its time rests on.
    """

    limit: Value
    least_break: Value
    measure: Value
    basis: Value
    severity: Value
    measuring: tuple[Value, ...] = ()

    @property
    def values(self) -> tuple[Value, ...]:
        """The law parameters that a finding about the stretch cites."""
        return (self.limit, self.least_break, self.measure, self.basis, *self.measuring, self.severity)


class RestLaw:
    """Clause 6 as the rules read it; terms and breaks are cached."""

    def __init__(self, law: Law) -> None:
        """Find the least measure that can matter anywhere, so that shorter stretches are passed over without their terms."""
        self.law = law
        limits = [v.number for v in law.values if v.parameter == "rest_missed.limit"]
        leads = [v.number for v in law.values if v.parameter == "rest_due.lead"]
        self.floor = min(limits, default=0) - max(leads, default=0)
        self.agreed = law.agreed_by("rest_missed")
        self.bases = frozenset(v.word for v in law.values if v.parameter == "rest_missed.basis")
        self._terms: dict[tuple[str, str, int, str], RestTerms] = {}
        self._measuring = MeasuringLaw(law)
        self._breaks: dict[tuple[str, str, int, str], int | None] = {}

    def terms(self, area: str, sector: str, at: int, platform: str = "") -> RestTerms:
        """The terms for a stretch that begins at the instant (ms) in that place; `NoValueInForce` where one is missing.

        `platform`: as that one has agreed, for its own findings; empty for the law of all.
        """
        key = (area, sector, legal_day(at), platform if platform in self.agreed else "")
        terms = self._terms.get(key)
        if terms is None:
            find = finder(self.law, "rest_missed", *key)
            measuring = self._measuring.values(OF_TIME, sector, key[2])
            terms = self._terms[key] = RestTerms(
                find("limit"), find("break"), find("measure"), find("basis"), find("severity"), measuring
            )
        return terms

    def break_at(self, area: str, sector: str, at: int, platform: str = "") -> int | None:
        """The least length (ms) of a break that begins at the instant (ms) in that place; None where none is in force.

        `platform`: as that one has agreed, for its own findings; empty for the law of all.
        """
        key = (area, sector, legal_day(at), platform if platform in self.agreed else "")
        if key not in self._breaks:
            try:
                self._breaks[key] = finder(self.law, "rest_missed", *key)("break").number
            except NoValueInForce:
                self._breaks[key] = None
        return self._breaks[key]

"""The clause of each rule for the pages of leads: from the law files, where it is written; from the duty files, its force."""

from collections.abc import Callable, Iterator, Mapping

from alerts.console import Clause
from alerts.routing import Force
from alerts.words import RULES
from schemas.bilingual import Bilingual
from streams.law.source import Source
from streams.law.table import Law


class Clauses(Mapping[str, Clause]):
    """The clauses of the rules that the law has a source of. Forces are looked up anew each time, so that a change shows."""

    def __init__(self, law: Law, force: Callable[[str], Force | None]) -> None:
        self._sources = {rule: source for rule, source in _sources(law).items() if rule in RULES}
        self._force = force

    def __getitem__(self, rule: str) -> Clause:
        """The clause of a rule; `KeyError` where the law has no source of it, or no file its force."""
        source, force = self._sources[rule], self._force(rule)
        if force is None:
            raise KeyError(rule)
        place = " ".join(filter(None, (source.document, source.article)))
        return Clause(Bilingual(RULES[rule], rule), place, source.quote, force.words)

    def __iter__(self) -> Iterator[str]:
        """The rules that have a clause."""
        return (rule for rule in self._sources if self._force(rule) is not None)

    def __len__(self) -> int:
        """The number of rules that have a clause."""
        return sum(1 for _ in self)


def _sources(law: Law) -> dict[str, Source]:
    """By rule the source with the longest quotation, which stands for it."""
    found: dict[str, Source] = {}
    for value in law.values:
        rule = value.parameter.partition(".")[0]
        if rule not in found or len(value.source.quote) > len(found[rule].quote):
            found[rule] = value.source
    return found

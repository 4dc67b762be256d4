"""Sums up the faults of one record: ten of a code are listed one by one, the rest in one more."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

from schemas.feed.events import Events
from schemas.feed.faults import misfit_detail
from schemas.feed.parsing import event_id_of
from schemas.feed.reading import Alike, Fault
from schemas.refusal import Code, UnfitError

MOST_WHOLE: Final = 10
"""The refusals of one code that a record lists one by one: enough to see a mistake, and no flood where every event has it."""


def faults_of(
    events: Events, codes: Sequence[Code | None], unfit: Mapping[int, UnfitError], offset: int, whole: int
) -> list[Fault]:
    """The faults of a record's events, in their order.

    `codes`: one for each event, None where it is accepted. `unfit`: by index, the errors of events that `misfits` let pass.
    `whole`: how many of a code are listed one by one.
    """

    def fault(code: Code, index: int, before: str = "", more: Alike | None = None) -> Fault:
        parsed, raw = events.parsed[index], events.raw(index)
        detail = unfit[index].detail if index in unfit else misfit_detail(code, parsed, raw)
        return Fault(code, before + detail, offset, index, event_id_of(parsed), raw, more)

    found: list[Fault] = []
    for code in {code for code in set(codes) if code is not None}:
        indices = [index for index, each in enumerate(codes) if each is code]
        found += [fault(code, index) for index in indices[:whole]]
        if len(indices) > whole:
            more = indices[whole + 1 :]
            ids = _ids([events.parsed[index] for index in more])
            found.append(fault(code, indices[whole], _summed(indices[whole:]), Alike(more, ids) if more else None))
    return sorted(found, key=attrgetter("index"))


def _ids(events: Sequence[object]) -> list[str | None]:
    return [event_id_of(parsed) if type(parsed) is dict and "event_id" in parsed else None for parsed in events]


def _summed(indices: Sequence[int]) -> str:
    which = f"{len(indices):,} events of this record, index {indices[0]:,} to {indices[-1]:,}"
    return f"stands for {which}, which the receipt counts; the first: "

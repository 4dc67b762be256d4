"""Says which refusals the events of one record get: ten of a code stand whole, the rest are summed up in one more."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

from schemas.feed.events import Events
from schemas.feed.faults import misfit_detail
from schemas.feed.parsing import event_id_of
from schemas.feed.reading import Alike, Fault
from schemas.refusal import Code, UnfitError

MOST_WHOLE: Final = 10
"""The refusals of one code that stand whole of one record: enough to see a mistake, and no flood where all make it."""


def faults_of(
    events: Events, codes: Sequence[Code | None], unfit: Mapping[int, UnfitError], offset: int, whole: int
) -> list[Fault]:
    """The faults of a record's events, in their order.

    `codes`: of each event, None where it is taken. `unfit`: by index, what was found in those that `misfits` let pass.
    `whole`: how many of a code stand whole.
    """

    def fault(code: Code, index: int, before: str = "", more: Alike | None = None) -> Fault:
        said, raw = events.said[index], events.raw(index)
        detail = unfit[index].detail if index in unfit else misfit_detail(code, said, raw)
        return Fault(code, before + detail, offset, index, event_id_of(said), raw, more)

    found: list[Fault] = []
    for code in {code for code in set(codes) if code is not None}:
        indices = [index for index, each in enumerate(codes) if each is code]
        found += [fault(code, index) for index in indices[:whole]]
        if len(indices) > whole:
            more = indices[whole + 1 :]
            ids = _ids([events.said[index] for index in more])
            found.append(fault(code, indices[whole], _summed(indices[whole:]), Alike(more, ids) if more else None))
    return sorted(found, key=attrgetter("index"))


def _ids(events: Sequence[object]) -> list[str | None]:
    return [event_id_of(said) if type(said) is dict and "event_id" in said else None for said in events]


def _summed(indices: Sequence[int]) -> str:
    which = f"{len(indices):,} events of this record, index {indices[0]:,} to {indices[-1]:,}"
    return f"stands for {which}, which the receipt counts; the first: "

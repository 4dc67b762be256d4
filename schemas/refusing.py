"""Says which refusals the events of one record get: ten of a code stand whole, the rest are summed up in one more."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Final

from schemas.events import Events
from schemas.faults import misfit_detail
from schemas.parsing import event_id_of
from schemas.reading import Fault, Refused
from schemas.refusal import Code

MOST_WHOLE: Final = 10
"""The refusals of one code that stand whole of one record: enough to see a mistake, and no flood where all make it."""


def faults_of(
    events: Events, codes: Sequence[Code | None], details: Mapping[int, str], offset: int, whole: int
) -> list[Fault]:
    """The faults of a record's events, in their order.

    `codes`: of each event, None where it is taken. `details`: by index, where they are known. `whole`: how many of a code
    stand whole.
    """
    places: dict[Code, list[int]] = {}
    for index, code in enumerate(codes):
        if code is not None:
            places.setdefault(code, []).append(index)

    def fault(code: Code, index: int, before: str = "", more: Iterable[int] = ()) -> Fault:
        said = events.said[index]
        detail = before + (details.get(index) or misfit_detail(code, said))
        rest = tuple(Refused(offset, place, event_id_of(events.said[place]), code) for place in more)
        return Fault(code, detail, offset, index, event_id_of(said), events.raw(index), rest)

    found = [fault(code, index) for code, indices in places.items() for index in indices[:whole]]
    for code, indices in places.items():
        if len(indices) > whole:
            first, *more = indices[whole:]
            found.append(fault(code, first, _summed(len(indices) - whole, first, indices[-1]), more))
    return sorted(found, key=attrgetter("index"))


def _summed(count: int, first: int, last: int) -> str:
    return f"stands for {count:,} events of this record, index {first:,} to {last:,}, each counted in the receipt; the first: "

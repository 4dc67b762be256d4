"""The events of records that the break rule reads: sessions, heartbeats and orders."""

from collections.abc import Iterable, Iterator

import msgspec

from streams.tools.city.events import arrays

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_LEFT_OUT = (b'"kind":"pay.', b'"kind":"platform.')


def of_the_break_rule(records: Iterable[tuple[str, bytes]], size: int = 100) -> Iterator[tuple[str, bytes]]:
    """The same records without pay and declared measures, in full arrays again."""
    events = ((platform, bytes(each)) for platform, value in records for each in _elements(value))
    return arrays((one for one in events if not _left_out(one[1])), size)


def _left_out(event: bytes) -> bool:
    return any(mark in event for mark in _LEFT_OUT)

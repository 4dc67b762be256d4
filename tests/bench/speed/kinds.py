"""The events of records that the break rule reads: sessions, heartbeats and orders."""

from collections.abc import Iterable, Iterator

import msgspec

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_LEFT_OUT = (b'"kind":"pay.', b'"kind":"platform.')


def of_the_break_rule(records: Iterable[tuple[str, bytes]], size: int = 100) -> Iterator[tuple[str, bytes]]:
    """The same records without pay and declared measures, in full arrays again."""
    gathered: dict[str, list[bytes]] = {}
    for platform, value in records:
        kept = gathered.setdefault(platform, [])
        kept += (event for each in _elements(value) if not _left_out(event := bytes(each)))
        if len(kept) >= size:
            yield platform, b"[%b]" % b",".join(kept[:size])
            del kept[:size]
    for platform, kept in gathered.items():
        if kept:
            yield platform, b"[%b]" % b",".join(kept)


def _left_out(event: bytes) -> bool:
    return any(mark in event for mark in _LEFT_OUT)

"""The pieces of evidence that a finding rests on, by platform, what and id, so that two findings can be compared. Pure.

A worker's finding has its sessions, orders and entries. A finding about an area lists none; its pieces are the slots it
was counted from, judged ones and `usual` ones, the weather warnings in force, and the times of red.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas.findings.figures import SlotRow

Plain = Mapping[str, Any]

Name = tuple[str, str, str]
"""Platform, what and id; of a weather warning, which is no platform's, the platform is empty."""

_SLOT, _USUAL, _WARNING, _RED = "slot", "usual_slot", "warning", "red_time"


def pieces_of(plain: Plain) -> dict[Name, Plain]:
    """The pieces of a finding; each has its spans, and what else of it can differ."""
    found: dict[Name, Plain] = {}
    for one in plain.get("evidence", ()):
        name = one["platform"], one["what"], one["id"]
        found[name] = {**one, "beside": found[name]} if name in found else one
    for name, span in _of_area(plain):
        found[name] = {"spans": [*found.get(name, {}).get("spans", ()), span]}
    return found


def lines_of(piece: Plain | None) -> Iterator[Plain]:
    """The lines of a piece: one, more where several statements about an entry stand beside one another."""
    while piece is not None:
        yield piece
        piece = piece.get("beside")


def lists_part_of_weather(plain: Plain) -> bool:
    """True of a finding about an area, or what a set states of one, that leaves out warnings, levels or times of red."""
    parts = [plain.get(name) or {} for name in ("pace", "under_red", "area_evidence")]
    warned = [episode for part in parts for episode in part.get("warned", ())]
    rests = ("levels_rest", "warnings_rest")
    return any(part.get("warned_rest") or part.get("rest") for part in parts) or any(
        episode.get(name) for episode in warned for name in rests
    )


def _of_area(plain: Plain) -> Iterator[tuple[Name, Plain]]:
    area, platform = _area_evidence(plain), str(plain.get("subject", "")).partition("/")[0]
    for start, _, *figures in area["slots"]:
        yield (platform, _SLOT, start), {"start": start, "end": start, "figures": _figures(figures)}
    for start, where, *figures in area["usual"]:
        yield (platform, _USUAL, f"{start}/{where}"), {"start": start, "end": start, "figures": _figures(figures)}
    for episode in area["warned"]:
        for start, end, name, level in episode["warnings"]:
            yield ("", _WARNING, name), {"start": start, "end": end, "level": level}
    for red in area["red"]:
        yield (platform, _RED, red["start"]), {**red, "end": red["end"] or ""}


def _figures(row: Sequence[Any]) -> Plain:
    """The figures of a slot by their names."""
    return dict(zip(SlotRow._fields[2:], row, strict=False))  # earlier releases had fewer


def _area_evidence(plain: Plain) -> Mapping[str, Sequence[Any]]:
    """As a set states it of a finding that holds no more; else taken from the figures of the finding."""
    if plain.get("area_evidence") is not None:
        stated: Mapping[str, Sequence[Any]] = plain["area_evidence"]
        return stated
    pace = plain.get("pace") or {}
    usual = (pace.get("baseline") or {}).get("by_slot", ())
    return {
        "slots": pace.get("by_slot", ()),
        "usual": usual,
        "warned": pace.get("warned", ()),
        "red": plain.get("red") or (),
    }

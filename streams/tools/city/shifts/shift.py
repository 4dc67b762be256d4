"""The parts of a worker's shift: sessions of spans of work, and the offence in it, if there is one."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from streams.tools.city.spans import MINUTE, WorkSpan


@dataclass(frozen=True, slots=True)
class SimulatedSession:
    """A session on one platform: online at its first span's *on*, paused between spans, offline at the last *off*.

    A `dark` one never goes offline: its last heartbeat, at the last *off*, is its last event.
    """

    platform: str
    spans: tuple[WorkSpan, ...]
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence that a correct monitor finds: the spans of the stretch that lacks its break, or of the one that went dark.

    `pushes`: True if the platform goes on to push orders when the break is due.
    """

    kind: Literal["breach", "undecidable"]
    scope: Literal["platform", "cross_platform"]
    platforms: tuple[str, ...]
    spans: tuple[WorkSpan, ...]
    pushes: bool = True


@dataclass(frozen=True, slots=True)
class Shift:
    """A worker's shift; `sessions` in the order of their begin, overlapping only where two platforms are worked for."""

    sessions: tuple[SimulatedSession, ...]
    offence: Offence | None = None


def stretch(rng: Random, begin: int, worked: int, short_pauses: int) -> tuple[WorkSpan, ...]:
    """Work of exactly `worked` ms from `begin` on, with so many pauses of 3 to 18 min, which are no breaks."""
    cuts = [cut * MINUTE for cut in sorted(rng.sample(range(5, worked // MINUTE - 5), short_pauses))]
    spans = []
    at = begin
    for done, cut in zip([0, *cuts], [*cuts, worked], strict=True):
        spans.append(WorkSpan(at, at + cut - done))
        at += cut - done + rng.randrange(3 * MINUTE, 18 * MINUTE)
    return tuple(spans)

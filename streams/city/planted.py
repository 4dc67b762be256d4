"""What a correct monitor must find in the simulated city, from which instant on, worked out from the plans alone.

It follows from how the shifts are made, not from how the monitor works. A breach is true from the first heartbeat or
end of a span after 4 h of work: before that, nothing says that the work went on. One that went dark is undecidable from
the instant on at which the silence, read as work, makes it more than 4 h. Both end when 20 min without work have
passed; a silence is believed to be work for at most 2 h.
"""

import json
from dataclasses import dataclass, replace

from streams.city.shift import Offence, Shift
from streams.city.shifts import BREAK, LIMIT
from streams.city.spans import BEAT, HOUR, Span, reached, united

_SILENCE = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Planted:
    """A finding that must be found. Instants in ms; `[starts_at, ends_at)`; `ends_at` is None while it runs.

    It is true from `true_from` on, and ended from `ended_from` on; both instants included.
    """

    rule: str
    kind: str
    scope: str
    subject: str
    platforms: tuple[str, ...]
    starts_at: int
    ends_at: int | None
    true_from: int
    ended_from: int

    def at(self, now: int) -> "Planted | None":
        """This finding as it stands at `now`; None when it isn't true yet."""
        if now < self.true_from:
            return None
        return self if now >= self.ended_from else replace(self, ends_at=None)

    def json(self) -> bytes:
        """One line of `planted.ndjson`: what to compare, without the instants of knowing."""
        keys = ("rule", "kind", "scope", "subject", "platforms", "starts_at", "ends_at")
        return json.dumps({key: getattr(self, key) for key in keys}).encode()


def planted_in(subject: str, shift: Shift) -> Planted | None:
    """What is planted in a worker's shift; None where nothing is."""
    offence = shift.offence
    if offence is None:
        return None
    spans = united(offence.spans)
    dark = offence.kind == "undecidable"
    ends_at = spans[-1].off + (_SILENCE if dark else 0)
    return Planted(
        rule="rest_missed",
        kind=offence.kind,
        scope=offence.scope,
        subject=subject,
        platforms=offence.platforms,
        starts_at=spans[0].on,
        ends_at=ends_at,
        true_from=_more_than_limit_if_silence_is_work(spans) if dark else _seen_to_pass_the_limit(offence),
        ended_from=ends_at + BREAK,
    )


def _more_than_limit_if_silence_is_work(spans: list[Span]) -> int:
    return reached([*spans, Span(spans[-1].off, spans[-1].off + _SILENCE)], LIMIT) + 1


def _seen_to_pass_the_limit(offence: Offence) -> int:
    due = reached(offence.spans, LIMIT)
    return min(_next_sign(span, due) for span in offence.spans if span.off > due)


def _next_sign(span: Span, after: int) -> int:
    """The first heartbeat in the span later than `after`, or its end."""
    beats = max(after - span.on, 0) // BEAT + 1
    return min(span.on + beats * BEAT, span.off)

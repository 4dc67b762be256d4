"""The missed breaks that must be found, worked out from the plans of the shifts alone.

It follows from how the shifts are made, not from how the monitor works. A breach is true from the first heartbeat or
end of a span after 4 h of work: before that, nothing says that the work went on. One that went dark is undecidable from
the instant on at which the silence, read as work, makes it more than 4 h. Both end when 20 min without work have
passed; a silence is believed to be work for at most 2 h.
"""

from streams.tools.city.expected.planted import Planted
from streams.tools.city.shifts.kinds import BREAK, LIMIT
from streams.tools.city.shifts.shift import Offence
from streams.tools.city.shifts.spans import BEAT, HOUR, WorkSpan, reached, united

_SILENCE = 2 * HOUR


def planted_rest(subject: str, offence: Offence) -> Planted:
    """The missed break that an offence is, or the silence in which one may have been."""
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


def _more_than_limit_if_silence_is_work(spans: list[WorkSpan]) -> int:
    return reached([*spans, WorkSpan(spans[-1].off, spans[-1].off + _SILENCE)], LIMIT) + 1


def _seen_to_pass_the_limit(offence: Offence) -> int:
    due = reached(offence.spans, LIMIT)
    return min(next_sign(span, due) for span in offence.spans if span.off > due)


def next_sign(span: WorkSpan, after: int) -> int:
    """The first heartbeat in the span later than `after`, or its end."""
    beats = max(after - span.on, 0) // BEAT + 1
    return min(span.on + beats * BEAT, span.off)

"""The missed breaks and the orders pushed when a break was due, worked out from the plans of the shifts and orders alone.

It follows from the way in which shifts are made, not from that in which the monitor works. A breach is true from the first
heartbeat or end of a span after 4 h of work: before that, no event shows that the work went on. A session that went dark is
undecidable from the instant on at which the silence, read as work, makes it more than 4 h. Both end when 20 min without work
have passed; a silence is taken for possible work for at most 2 h.

An order was pushed when a break was due if it was accepted, and begun, after 4 h of work and before the stretch ended. That
is true from the next heartbeat on: only then is it known that the stretch went on after it.
"""

from collections.abc import Iterable, Iterator

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.shifts.kinds import BREAK, LIMIT
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import Offence, SimulatedSession
from streams.tools.city.spans import BEAT, HOUR, WorkSpan, reached, united

_SILENCE = 2 * HOUR
"""Written out again and not imported from the facts: a wrong value there must show."""


def expected_rest(subject: str, offence: Offence) -> ExpectedFinding:
    """The finding about an offence: a missed break, or a silence in which a break may have been."""
    spans = united(offence.spans)
    dark = offence.kind == "undecidable"
    ends_at = spans[-1].off + (_SILENCE if dark else 0)
    return ExpectedFinding(
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


def expected_dispatch(
    missed: ExpectedFinding, offence: Offence, orders: Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]
) -> Iterator[ExpectedFinding]:
    """The finding beside a missed break; none where the platform pushed nothing, or no single platform could have seen it."""
    if (offence.kind, offence.scope) != ("breach", "platform"):
        return
    due = reached(offence.spans, LIMIT)
    for _, span, order in orders:
        if order.pushed and span in offence.spans and order.accepted_at > due:
            true_from = max(missed.true_from, next_sign(span, order.on))
            yield missed.derived("dispatch_during_rest", order.accepted_at, true_from)
            return


def next_sign(span: WorkSpan, after: int) -> int:
    """The first heartbeat in the span later than `after`, or its end."""
    beats = max(after - span.on, 0) // BEAT + 1
    return min(span.on + beats * BEAT, span.off)

"""The reading of one session at the instants right after `t`: work, unknown with its reason, or nothing.

A session is looked at part by part: a part goes from what began it to the first sign that ends it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tests.oracle.facts import Facts, Session
from tests.oracle.law import measured

WORK = "work"
OPEN_SESSION = "open_session"
PULSE_GAP = "pulse_gap"
SILENT_SESSION = "silent_session"


@dataclass(frozen=True)
class Part:
    """`[begin, end)`; `end` is None where nothing ends it. `after_off`: the session was off, or had said nothing, before."""

    begin: int
    end: int | None
    after_off: bool


def last_at_or_before(instants: list[int], t: int) -> int | None:
    place = bisect_right(instants, t)
    return instants[place - 1] if place else None


def first_after(instants: list[int], t: int) -> int | None:
    place = bisect_right(instants, t)
    return instants[place] if place < len(instants) else None


def within(instants: list[int], start: int, end: int | None) -> list[int]:
    """The signs from `start` to `end`, both included."""
    return instants[bisect_left(instants, start) : None if end is None else bisect_right(instants, end)]


@lru_cache(maxsize=64)
def parts_of(session: Session) -> list[Part]:
    return list(_parts(session))


def _parts(session: Session) -> Iterator[Part]:
    """An instant of both begins what lies after it, unless it is the last sign of all."""
    last = session.signs[-1]
    begins = sorted({*session.ons, *(both for both in session.both if both != last)})
    begin, after_off = begins[0] if begins else None, True
    while begin is not None:
        end = _end(session, begin)
        yield Part(begin, end, after_off)
        if end is None:
            return
        after_off = end not in begins
        begin = first_after(begins, end) if after_off else end


def _end(session: Session, begin: int) -> int | None:
    """The first off or instant of both; or an on before that, where it begins anew."""
    end = min(filter(None, (first_after(session.offs, begin), first_after(session.both, begin))), default=None)
    ons = [on for on in within(session.ons, begin, end) if on > begin and on != end]
    if begin in session.both or begin == session.lone:
        return ons[0] if ons else end
    anew = (on for on in ons if any(b - a > measured(a).belief for a, b in pairwise(within(session.signs, begin, on))))
    return next(anew, end)


def session_says(session: Session, other_ons: list[int], t: int, now: int) -> str | None:
    """`other_ons` are those of the other sessions of that worker on that platform."""
    for part in parts_of(session):
        if part.begin <= t and (part.end is None or t < part.end):
            return _says_while_on(session, part, other_ons, t, now)
    return _says_while_off(session, t)


def is_stated(session: Session, part: Part) -> bool:
    signs = within(session.signs, part.begin, part.end)
    return part.end is not None and all(b - a <= measured(a).belief for a, b in pairwise(signs))


def _says_while_on(session: Session, part: Part, other_ons: list[int], t: int, now: int) -> str | None:
    before, after = last_at_or_before(session.signs, t), first_after(session.signs, t)
    assert before is not None, "a part begins with a sign"
    if after is None:
        return None if now - before <= measured(before).pulse else _says_in_silence(before, OPEN_SESSION, other_ons, t)
    if is_stated(session, part):
        return SILENT_SESSION if is_silence(session, part, before, after) else WORK
    if after - before <= measured(before).pulse:
        return WORK
    return _says_in_silence(before, OPEN_SESSION if after in session.ons else PULSE_GAP, other_ons, t)


def is_silence(session: Session, part: Part, before: int, after: int) -> bool:
    """True if a gap between two signs of a stated part is unknown."""
    if after - before < measured(before).stated_silence:
        return False
    beats = within(session.beats, part.begin, part.end)
    last = session.signs[-1]
    between_two = part.after_off and part.begin in session.both and part.end in session.both and part.end == last
    return bool(beats) or after in session.ons or between_two


def _says_in_silence(before: int, reason: str, other_ons: list[int], t: int) -> str | None:
    """Another session's on shows that the silence is over."""
    over = first_after(other_ons, before)
    return reason if t < before + measured(before).silence and (over is None or t < over) else None


def _says_while_off(session: Session, t: int) -> str | None:
    """Heartbeats are sent only while on: where they run on while off, one of both is wrong."""
    off = off_since(session, t)
    before, after = last_at_or_before(session.beats, t), first_after(session.beats, t)
    if off is None or before is None or after is None:
        return None
    return PULSE_GAP if after - before <= measured(before).pulse and t - off >= measured(off).pulse else None


def off_since(session: Session, t: int) -> int | None:
    """The first off since it was on, at or before `t`."""
    ends = [part.end for part in parts_of(session) if part.end is not None and part.end <= t]
    offs = within(session.offs, max(ends, default=0), t)
    return offs[0] if offs else None


def ons_of_others(facts: Facts, own: Session) -> list[int]:
    """No instant of both is one, nor a heartbeat."""
    return sorted(on for other in facts.sessions if other is not own for on in other.ons if on != other.lone)


def turns_of(session: Session) -> set[int]:
    """The instants at which what it says can change."""
    return {
        turn for sign in session.signs for turn in (sign, sign + measured(sign).silence, sign + measured(sign).pulse)
    }


def silences_of(session: Session, other_ons: list[int], now: int) -> Iterator[tuple[int, int]]:
    """Its silences: in stated parts those that are unknown; in open ones up to the next sign, or as long as is believed."""
    for part in parts_of(session):
        for before, after in pairwise(within(session.signs, part.begin, part.end)):
            if is_stated(session, part):
                if is_silence(session, part, before, after):
                    yield before, after
            elif after - before > measured(before).pulse:
                yield before, min(after, before + measured(before).belief, first_after(other_ons, before) or after)
        last = session.signs[-1]
        if part.end is None and now - last > measured(last).pulse:
            yield last, min(now, last + measured(last).belief, first_after(other_ons, last) or now)

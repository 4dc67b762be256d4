"""Decides if a notice about a shift is sent in quiet hours, and on which channels of its person. Pure."""

from collections.abc import Iterable

from alerts.notify.stages.routing import Target
from alerts.routing import DutyTurn, Policy, Routing
from alerts.routing.notices import BEFORE_MS, ShiftNotice
from schemas.instants import Ms


def is_over(notice: ShiftNotice, now: Ms) -> bool:
    """True where all its shifts have ended: nobody is told that they were on duty, as after a long outage."""
    return notice.reason == "begins" and all(turn.end <= now for turn in notice.turns)


def is_at_once(notice: ShiftNotice, policy: Policy, now: Ms) -> bool:
    """True where quiet hours do not hold it: the change touches the next twelve hours, or the shift begins by their end."""
    if notice.reason == "begins":
        held = policy.held_until(now)
        return any(turn.start <= held for turn in notice.turns)
    soon = now + BEFORE_MS
    return _within(notice.turns, now, soon) != _within(notice.before, now, soon)


def shift_targets(notice: ShiftNotice, routing: Routing) -> tuple[Target, ...]:
    """The person's own channels, each once; where there are none, the groups. One that is in the files no more is left out."""
    own, groups = [], []
    for channel in dict.fromkeys(notice.person.channels):
        if channel not in routing.channels:
            continue
        if routing.channel(channel).group:
            groups.append(Target(None, channel, "zh"))
        else:
            own.append(Target(notice.person.id, channel, notice.person.language))
    return tuple(own or groups)


def _within(turns: Iterable[DutyTurn], start: Ms, end: Ms) -> list[tuple[Ms, Ms]]:
    """The parts of turns that lie in `[start, end)`."""
    cut = ((max(turn.start, start), min(turn.end, end)) for turn in turns)
    return [(begins, ends) for begins, ends in cut if begins < ends]

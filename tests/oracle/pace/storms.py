"""Weather of which two kinds hold at once, with levels that change within a slot, gaps, and levels that ask for nothing.

All is built out of choices that `pick` makes, the plainest first; instants and lengths in ms.
"""

from tests.oracle.days import Pick
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace.law import WEEK
from tests.oracle.weather.scripts import Message, info, message

KINDS = ("暴雨", "台风", "大风", "冰雹")
LEVELS = ("yellow", "orange", "blue", "blue", "red")
TICKS = (0, 0, 0, 1, -1, 5 * MINUTE)
AFTER = (0, 10 * MINUTE, 30 * MINUTE, -20 * MINUTE, HOUR, 90 * MINUTE)
"""So long after the first kind does the second begin."""
STEPS = (HOUR, 40 * MINUTE, 30 * MINUTE, 90 * MINUTE)
GAPS = (0, 0, MINUTE, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE + 1)
"""So long is no warning in force between two."""


def storms(pick: Pick, start: int, codes: tuple[str, ...]) -> list[Message]:
    """One or two kinds from about `start` on; some of them, or another, also in an earlier week."""
    sent: list[Message] = []
    first, second = pick(KINDS), pick(KINDS)
    _storm(pick, sent, start + pick(TICKS), first, codes)
    if pick((True, True, False)) and second != first:
        _storm(pick, sent, start + pick(AFTER) + pick(TICKS), second, codes)
    for back in pick(((), (), (1,), (2,), (1, 2))):
        _storm(pick, sent, start - back * WEEK + pick(AFTER), pick(KINDS), codes)
    return sent


def _storm(pick: Pick, sent: list[Message], at: int, kind: str, codes: tuple[str, ...]) -> None:
    """Levels one after the other, with gaps between some of them; now and then the next one is an Update."""
    before: list[Message] = []
    for _ in range(pick((1, 2, 2, 3, 4))):
        length = pick(STEPS) + pick(TICKS)
        own = info(kind, pick(LEVELS), areas=(("x", codes),), onset=pick((None, at)), expires=at + length)
        links = pick((before, []))
        references = tuple((None, each["identifier"]) for each in links)
        made = message(f"s{len(sent)}", at, own, msgType="Update" if links else "Alert", references=references)
        sent.append(made)
        before = [made]
        at += length + pick(GAPS)

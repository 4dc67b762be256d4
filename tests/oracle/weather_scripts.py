"""Weather that provokes the edges of the rules about areas, as messages in the form of `tests.oracle.weather`.

All is built out of choices that `pick` makes, the plainest first; instants and lengths in ms.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.oracle.days import Pick
from tests.oracle.law import HOUR, MINUTE

Message = dict[str, Any]

WHERE = (*6 * (("360104",),), ("360100",), ("360000",), ("360104", "360121"), ("360200", "360112"))
KINDS = (*9 * ("暴雨",), "台风", "大风", "道路结冰", "高温")
LEVELS = ("yellow", "yellow", "blue", "orange", "orange", "red", "red")
JITTER = (0, 0, 0, 0, 1, -1, 3 * MINUTE)
LENGTHS = (3 * HOUR, 3 * HOUR, 2 * HOUR, 2 * HOUR, 150 * MINUTE, 4 * HOUR, 100 * MINUTE, 40 * MINUTE, 10 * MINUTE, None)
STEPS = (HOUR, HOUR, 30 * MINUTE, 90 * MINUTE, 2 * HOUR, 20 * MINUTE, 10 * MINUTE)
APART = (0, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE + 1, 5 * MINUTE, 15 * MINUTE)


@dataclass
class Office:
    """Numbers its messages and keeps what it has sent, hence mutable."""

    pick: Pick
    sent: list[Message] = field(default_factory=list)

    def warn(self, at: int, length: int | None, said: Message, replaces: list[str]) -> str:
        """Say a warning over `[at, at + length)`, mostly at its start; gives back its identifier."""
        sent, starts = self.pick(((at, None), (at, None), (at, at), (at - HOUR, at), (at, at - 20 * MINUTE)))
        info = said | {"from": starts, "until": None if length is None else at + length}
        more = self.pick(((), (), (), (), (info | {"level": self.pick(LEVELS), "kind": self.pick(KINDS)},)))
        return self._say("Update" if replaces else "Alert", sent, replaces, [info, *more])

    def cancel(self, at: int, replaces: list[str]) -> None:
        self._say("Cancel", at, replaces, [])

    def again(self, later: int, level: str) -> None:
        """The latest warning once more, under its own identifier and with another level."""
        last = next(message for message in reversed(self.sent) if message["infos"])
        infos = [info | {"level": level, "from": info["from"] or last["sent"]} for info in last["infos"]]
        self.sent.append(last | {"sent": last["sent"] + later, "infos": infos})

    def _say(self, sort: str, sent: int, references: list[str], infos: list[Message]) -> str:
        identifier = f"w{len(self.sent)}"
        self.sent.append(
            {"identifier": identifier, "msgType": sort, "sent": sent, "references": references, "infos": infos}
        )
        return identifier


def weather(pick: Pick, start: int) -> list[Message]:
    """One to three runs of warnings; the first starts about `start`, another one may lie in an earlier week."""
    office = Office(pick)
    _run(office, start + pick(JITTER), pick(WHERE))
    if pick((False, False, True)):
        _run(office, start + pick((0, HOUR, 30 * MINUTE, -HOUR, 3 * HOUR)) + pick(JITTER), pick(WHERE))
    if pick((False, False, True)):
        _run(office, start - pick((1, 2)) * 7 * 24 * HOUR + pick((0, HOUR, -2 * HOUR)) + pick(JITTER), pick(WHERE))
    if pick((False, False, False, True)):
        _run(office, start - pick((HOUR, 3 * HOUR, 20 * HOUR)), pick(WHERE))
    return office.sent


def _run(office: Office, at: int, codes: tuple[str, ...]) -> None:
    """A warning, updates of it, and mostly an end before it expires."""
    pick = office.pick
    said: Message = {"kind": pick(KINDS), "level": pick(LEVELS), "codes": codes}
    length = pick(LENGTHS)
    names = [office.warn(at, length, said, [])]
    for _ in range(pick((0, 0, 0, 1, 1, 2, 3))):
        at += pick(STEPS) if length is None or pick((True, False)) else length + pick(APART)
        length = pick(LENGTHS)
        moved = {"level": pick(LEVELS), "codes": pick((codes, codes, codes, pick(WHERE)))}
        names.append(office.warn(at, length, said | moved, pick((names[-1:], names[-1:], names[-2:], ["unknown"]))))
        if pick((*7 * (False,), True)):
            office.again(pick((MINUTE, HOUR)), pick(LEVELS))
    if length is None or pick((False, False, True)):
        office.cancel(at + pick((2 * HOUR, HOUR, 100 * MINUTE)) + pick(JITTER), pick((names[-1:], names[-1:], names)))

"""Weather that provokes the edges of the rules about areas, as raw messages (`tests.oracle.weather.words`).

All is built out of choices that `pick` makes, the plainest first; instants and lengths in ms.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.oracle.days import Pick
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.weather.xml import written

Message = dict[str, Any]

CITY = "36010041600000"
SENDERS = (
    *6 * ((CITY, "南昌市气象台"),),
    (None, "南昌市气象局"),
    ("36000041600000", "江西省气象台"),
    ("36012141600000", "南昌县气象台"),
    (None, "国家预警信息发布中心"),
    (None, "someone@example"),
)
WHERE = (
    *6 * ((("青云谱区", ("360104",)),),),
    (("南昌市", ("360100",)),),
    (("全省", ("360000",)),),
    (("南昌市青云谱区、南昌县", ("360000",)),),
    (("x", ("360104", "360121", "JXZ014")),),
    (("x", ("360200", "360112")), ("青云谱区", ("360104",))),
    (("x", ("360111",)),),
    (("x", ("360104001",)), ("x", ("360121",))),
    (("x", ("JXZ014",)),),
    (("九江", ("360400",)),),
)
KINDS = (*9 * ("暴雨",), "台风", "大风", "道路结冰", "高温", "雷雨大风")
LEVELS = ("yellow", "yellow", "blue", "orange", "orange", "red", "red")
COLOUR = {"blue": "蓝色", "yellow": "黄色", "orange": "橙色", "red": "红色"}
SEVERITY = {"blue": "Minor", "yellow": "YELLOW", "orange": "橙", "red": "Extreme"}
JITTER = (0, 0, 0, 0, 1, -1, 3 * MINUTE)
LENGTHS = (
    3 * HOUR,
    3 * HOUR,
    2 * HOUR,
    2 * HOUR,
    150 * MINUTE,
    4 * HOUR,
    100 * MINUTE,
    40 * MINUTE,
    10 * MINUTE,
    None,
    0,
)
STEPS = (HOUR, HOUR, 30 * MINUTE, 90 * MINUTE, 2 * HOUR, 20 * MINUTE, 10 * MINUTE, 0)
APART = (0, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE + 1, 5 * MINUTE, 15 * MINUTE)
BEGUN = (
    *6 * ("某市气象台发布{kind}{colour}预警信号",),
    "将{kind}{other}预警升级为{colour}预警",
    "{kind}{other}预警降级，调整为{kind}{colour}预警",
    "发布{kind}{colour}、{kind2}{other}预警信号",
    "受{kind2}影响，发布{kind}{colour}预警，国家预警信息发布中心",
    "{kind}{colour}预警预计18时解除",
    "{kind2}{other}预警尚未解除，发布{kind}{colour}预警",
    "{kind}{colour}预警",
)
"""Headlines that begin `kind`."""
LIFTED = (
    *4 * ("某市气象台解除{kind}{colour}预警信号",),
    "{kind}{colour}预警信号解除，请继续关注后续更新",
    "取消{kind}{colour}、{kind2}{other}预警",
    "解除{kind}{other}预警，变更为{colour}预警",
    "解除{kind2}{other}预警，同时发布{kind}{colour}预警",
    "解除地质灾害{colour}预警",
    "解除预警信号",
)
"""Headlines that lift."""


def info(kind: str, level: str, **changes: Any) -> Message:
    """An `info` of CAP's words, in 360104, with these elements changed."""
    return {
        "event": kind,
        "eventType": None,
        "headline": None,
        "severity": level.capitalize(),
        "responseType": None,
        "areas": (("x", ("360104",)),),
        "onset": None,
        "effective": None,
        "expires": None,
    } | changes


def message(identifier: str, sent: int, *infos: Message, **changes: Any) -> Message:
    """A message of the city's office with these `info`; an Alert in the national form unless changed."""
    made = {
        "sender": "南昌市气象台",
        "senderCode": CITY,
        "identifier": identifier,
        "msgType": "Alert",
        "sent": sent,
        "references": (),
        "infos": infos,
        "form": "national",
    } | changes
    return made | {"text": written(made)}


@dataclass
class Office:
    """Numbers its messages and keeps what it has sent, hence mutable. Offices of one `scene` share the list."""

    pick: Pick
    sender: tuple[str | None, str]
    sent: list[Message] = field(default_factory=list)

    def warn(self, at: int, length: int | None, said: Message, replaces: list[Message]) -> Message:
        """Say a warning over `[at, at + length)`, mostly at its start; gives back its message."""
        sent, onset = self.pick(((at, None), (at, None), (at, at), (at - HOUR, at), (at, at - 20 * MINUTE)))
        own = self._worded(BEGUN, said) | {"onset": onset, "expires": None if length is None else at + length}
        again = self._worded(BEGUN, {**said, "level": self.pick(LEVELS), "kind": self.pick(KINDS)})
        more = self.pick(((), (), (), (), (again | {"onset": onset, "expires": own["expires"]},)))
        sort = self.pick(("Update", "Update", "Update", "Alert")) if replaces else "Alert"
        return self._say(sort, sent, replaces, [own, *more])

    def lift(self, at: int, said: Message, replaces: list[Message]) -> Message:
        """Say that something is over, in words or by AllClear."""
        worded = self._worded(LIFTED, said)
        clear = self._worded(BEGUN[:1], said) | {"responseType": "AllClear"}
        own = self.pick((worded, worded, worded, clear)) | self.pick(({}, {}, {"event": None}))
        return self._say(self.pick(("Alert", "Update", "Cancel")), at, self.pick((replaces, [])), [own])

    def cancel(self, at: int, said: Message, replaces: list[Message]) -> None:
        infos = self.pick(([], [], [self._worded(BEGUN, said)], [self._worded(LIFTED, said)]))
        self._say("Cancel", at, replaces, infos)

    def again(self, later: int, level: str) -> None:
        """The latest message once more, under its own identifier and with another level."""
        last = self.sent[-1]
        infos = [one | {"severity": SEVERITY[level]} for one in last["infos"]]
        self._add(last | {"sent": last["sent"] + later, "infos": infos})

    def _worded(self, forms: tuple[str, ...], said: Message) -> Message:
        """An `info` that says it: the kind in `event` and the level in `severity`, or both in the headline alone."""
        level, kind2, other = said["level"], self.pick(KINDS[8:]), COLOUR[self.pick(LEVELS)]
        form = self.pick(forms)
        headline = form.format(kind=said["kind"], colour=COLOUR[level], kind2=kind2, other=other)
        event = self.pick((said["kind"], None, None))
        severity = self.pick((SEVERITY[level], SEVERITY[level], SEVERITY[level], "Unknown"))
        return info("", level, event=event, severity=severity, headline=headline, areas=said["areas"])

    def _say(self, sort: str, sent: int, replaces: list[Message], infos: list[Message]) -> Message:
        name = self.pick((f"w{len(self.sent) + 8}", f"w{len(self.sent) + 8}", f"w{len(self.sent) + 8}", "w1"))
        made = message(
            name,
            sent,
            *infos,
            msgType=sort,
            references=tuple(self._reference(each) for each in replaces),
            senderCode=self.sender[0],
            sender=self.sender[1],
            form=self.pick(("national", "cap", "naive")),
        )
        return self._add(made)

    def _reference(self, other: Message) -> tuple[str | None, str]:
        """Bare, or with a name or the code of the other's office."""
        own = (other["senderCode"], other["sender"]) == self.sender
        names = (None, other["sender"]) if own else (other["sender"], other["senderCode"] or other["sender"])
        return self.pick(names), other["identifier"]

    def _add(self, made: Message) -> Message:
        made = made | {"text": written(made)}
        self.sent.append(made)
        return made


def weather(pick: Pick, start: int) -> list[Message]:
    """One to three runs of warnings; the first starts about `start`, another one may lie in an earlier week."""
    sent: list[Message] = []
    _run(Office(pick, SENDERS[0], sent), start + pick(JITTER), pick(WHERE))
    if pick((False, False, True)):
        later = pick((0, HOUR, 30 * MINUTE, -HOUR, 3 * HOUR)) + pick(JITTER)
        _run(Office(pick, pick(SENDERS), sent), start + later, pick(WHERE))
    if pick((False, False, True)):
        back = pick((1, 2)) * 7 * 24 * HOUR
        _run(Office(pick, SENDERS[0], sent), start - back + pick((0, HOUR, -2 * HOUR)) + pick(JITTER), pick(WHERE))
    if pick((False, False, False, True)):
        _run(Office(pick, pick(SENDERS), sent), start - pick((HOUR, 3 * HOUR, 20 * HOUR)), pick(WHERE))
    return sent


def _run(office: Office, at: int, areas: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    """A warning, updates of it or others in its place, and mostly an end before it expires."""
    pick = office.pick
    said: Message = {"kind": pick(KINDS), "level": pick(LEVELS), "areas": areas}
    length = pick(LENGTHS)
    made = [office.warn(at, length, said, pick(([], [], office.sent[-1:])))]
    for _ in range(pick((0, 0, 0, 1, 1, 2, 3))):
        at += pick(STEPS) if length is None or pick((True, False)) else length + pick(APART)
        length = pick(LENGTHS)
        moved = {"level": pick(LEVELS), "areas": pick((areas, areas, areas, pick(WHERE)))}
        replaced = pick((made[-1:], made[-1:], made[-2:], [], office.sent[:1]))
        made.append(office.warn(at, length, said | moved, replaced))
        if pick((*7 * (False,), True)):
            office.again(pick((MINUTE, HOUR, 0)), pick(LEVELS))
        if pick((*5 * (False,), True)):
            office.lift(at + pick((10 * MINUTE, HOUR, 0)), said, made[-1:])
    if length is None or pick((False, False, True)):
        ended = at + pick((2 * HOUR, HOUR, 100 * MINUTE, 0)) + pick(JITTER)
        for _ in range(pick((1, 1, 1, 2))):
            pick((office.cancel, office.cancel, office.lift))(
                ended, said, pick((made[-1:], made[-1:], made, made[:1], office.sent[:1]))
            )
            ended += pick((HOUR, 5 * MINUTE))

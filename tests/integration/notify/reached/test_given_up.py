"""Messages that no service ever takes for good: they are given up after a limit, stand in the counts, and others are told."""

from dataclasses import dataclass, field

import pytest

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.outbox import giving_up
from alerts.notify.outbox.leasing import LEASE_MS
from alerts.notify.parcel import Parcel
from alerts.routing import Channel, RouteStep
from schemas.findings.finding import Severity
from schemas.instants import Ms
from schemas.legal_days import DAY_MS
from tests.integration.notify.bureau import SENT, Bureau, Killed, Service, holds
from tests.unit.notify.desk import MINUTE, Desk, told

UNREADABLE = Answer(Outcome.UNREADABLE, "no code", "<html>")
CUT = Answer(Outcome.UNKNOWN, "ReadError", "cut")
AWAY = Answer(Outcome.UNKNOWN, "http 502", "")
REFUSED = Answer(Outcome.REFUSED, "40058", "too long")
HEAD = told("zhao", ("desk",))
STEPS = (
    RouteStep(0, "on_duty", (told("wang", ("phone",)),)),
    RouteStep(7 * DAY_MS, "second", (told("li", ("gateway",)),)),
)
LATE = Desk(STEPS)
"""A desk at which nobody else is told for a week because nobody has signed."""


@dataclass(slots=True)
class Broken(Service):
    """A service that gives one answer to what comes to some channels, and takes all else. `came`: what it did not take."""

    answer: Answer | type[Killed] = UNREADABLE
    channels: tuple[str, ...] = ("phone",)
    came: list[Parcel] = field(default_factory=list)

    def __call__(self, channel: Channel, parcel: Parcel, _now: Ms) -> Answer:
        if channel.id not in self.channels:
            self.taken.append(parcel)
            return SENT
        self.came.append(parcel)
        if isinstance(self.answer, Answer):
            return self.answer
        raise self.answer


def answers(bureau: Bureau, answer: Answer | type[Killed], channels: tuple[str, ...] = ("phone",)) -> list[Parcel]:
    """What comes to these channels is answered so, for ever; returned is what comes, the repeats with it."""
    bureau.service = broken = Broken(answer=answer, channels=channels)
    bureau.desk = Desk((*STEPS, RouteStep(8 * DAY_MS, "head", (HEAD,)))) if len(channels) > 1 else LATE
    return broken.came


def rounds(bureau: Bureau, minutes: float, step_ms: int = MINUTE) -> list[Parcel]:
    """Let so much time pass, with a notifier at work."""
    taken: list[Parcel] = []
    notifier = bureau.notifier()
    until = bureau.now + int(minutes * MINUTE)
    while bureau.now < until:
        try:
            taken += bureau.round(notifier)
        except Killed:
            notifier = bureau.notifier()
        bureau.passes(step_ms)
    return taken


@pytest.mark.parametrize(("answer", "most"), [(UNREADABLE, giving_up.MOST_UNREADABLE), (CUT, 8)])
def test_what_may_have_arrived_is_given_up_after_some_attempts_and_each_repeat_says_so(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, answer: Answer, most: int
) -> None:
    monkeypatch.setattr(giving_up, "MOST_UNKNOWN", 8)
    came = answers(bureau, answer)
    bureau.finds(holds(severity=Severity.MINOR))

    told_instead = rounds(bureau, 14)

    assert len(came) == most
    assert [one.repeat for one in came] == [False, *[True] * (most - 1)]
    assert bureau.states() == ["given_up", "sent"]
    assert [(one.person, "【代收，原消息未送达】" in one.text) for one in told_instead] == [("li", True)]
    assert bureau.notifier().counts().undelivered == {"phone": 1}


@pytest.mark.parametrize(
    "answer",
    [
        AWAY,
        Answer(Outcome.UNREACHED, "ConnectError", ""),
        Answer(Outcome.THROTTLED, "45009", "", 60_000),
        Answer(Outcome.MISCONFIGURED, "93000", ""),
        Answer(Outcome.DECLINED, "777", ""),
    ],
)
def test_what_did_not_arrive_is_tried_for_a_day_while_others_are_told_after_a_quarter_of_an_hour(
    bureau: Bureau, answer: Answer
) -> None:
    came = answers(bureau, answer)
    bureau.finds(holds(severity=Severity.MINOR))

    early, later = rounds(bureau, 14, 7 * MINUTE), rounds(bureau, 10, 4 * MINUTE)

    assert ([one.person for one in early], [one.person for one in later]) == ([], ["li"])
    assert bureau.states() == ["waiting", "sent"]
    attempts = len(came)
    bureau.passes(DAY_MS)
    assert rounds(bureau, 1) == []
    assert (len(came), bureau.states()) == (attempts + 1, ["given_up", "sent"])
    bureau.passes(DAY_MS)
    assert rounds(bureau, 2) == []
    assert bureau.notifier().counts().undelivered == {}


def test_a_service_that_is_well_again_within_the_day_gets_its_message(bureau: Bureau) -> None:
    well = bureau.service
    answers(bureau, AWAY)
    bureau.finds(holds(severity=Severity.MINOR))
    rounds(bureau, 40, 10 * MINUTE)
    bureau.service = well

    taken = rounds(bureau, 5)

    assert [one.person for one in taken] == ["wang"]
    assert bureau.states() == ["sent", "sent"]


def test_a_message_at_which_its_notifier_is_killed_each_time_is_given_up(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_up, "MOST_UNKNOWN", 4)
    came = answers(bureau, Killed)
    bureau.finds(holds(severity=Severity.MINOR))

    rounds(bureau, 8, LEASE_MS + 1)

    assert len(came) == 4
    assert bureau.states() == ["given_up", "sent"]


def test_a_refusal_is_passed_on_once_and_not_where_another_channel_of_the_person_took_it(bureau: Bureau) -> None:
    answers(bureau, REFUSED)
    bureau.finds(holds(severity=Severity.MINOR))

    alone = rounds(bureau, 5)
    bureau.desk = Desk((RouteStep(0, "on_duty", (told("wang", ("phone", "mail")),)), *STEPS[1:]))
    bureau.finds(holds(severity=Severity.MINOR), holds(-9, -6, severity=Severity.MINOR))
    beside = rounds(bureau, 6)

    assert [one.person for one in alone] == ["li"]
    assert [(one.person, one.channel) for one in beside] == [("wang", "mail")]


def test_it_goes_on_to_the_next_until_somebody_takes_it_and_ends_with_the_last(bureau: Bureau) -> None:
    answers(bureau, REFUSED, ("phone", "gateway"))
    bureau.finds(holds(severity=Severity.MINOR))

    assert [one.person for one in rounds(bureau, 5)] == ["zhao"]
    assert bureau.states() == ["refused", "refused", "sent"]


def test_nobody_is_told_of_it_who_was_there_already_and_nothing_is_planned_without_end(bureau: Bureau) -> None:
    came = answers(bureau, REFUSED, ("phone", "gateway"))
    bureau.desk = LATE
    bureau.finds(holds(severity=Severity.MINOR))

    assert rounds(bureau, 8) == []
    assert [one.person for one in came] == ["wang", "li"]
    assert bureau.states() == ["refused", "refused"]


@pytest.mark.parametrize("ends", ["signed", "withdrawn"])
def test_what_is_signed_or_withdrawn_meanwhile_is_passed_on_to_nobody(bureau: Bureau, ends: str) -> None:
    answers(bureau, REFUSED)
    bureau.finds(holds(severity=Severity.MINOR))
    rounds(bureau, 1.5)
    if ends == "signed":
        bureau.signs(1)
    else:
        bureau.finds()

    assert rounds(bureau, 5) == []


def test_whoever_was_told_in_the_place_of_others_is_told_that_it_is_withdrawn(bureau: Bureau) -> None:
    answers(bureau, REFUSED)
    bureau.finds(holds(severity=Severity.MINOR))
    rounds(bureau, 5)
    bureau.finds()

    closed = rounds(bureau, 5)

    assert [(one.person, "【撤回】" in one.text) for one in closed] == [("li", True)]


def test_at_night_what_is_not_grave_waits_for_the_morning_and_what_is_grave_does_not(bureau: Bureau) -> None:
    bureau.passes(12 * 60 * MINUTE)  # midnight
    answers(bureau, REFUSED)
    bureau.finds(holds(severity=Severity.GRAVE))

    assert [one.person for one in rounds(bureau, 5)] == ["li"]

"""The way of a lead to a message, on both databases, with a clock that is moved by hand."""

from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import Connection, select

from alerts.database import UnitOfWork
from alerts.errors import NotAllowedError
from alerts.leads import Action
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.outbox.leasing import LEASE_MS
from alerts.notify.outbox.silencing import add_silence
from alerts.notify.stages.holding import Silence
from alerts.notify.tables import ATTEMPTS
from alerts.notify.text.rendering import Writer
from alerts.routing import Channel, RouteStep
from schemas.findings.finding import Kind, Severity
from tests.integration.notify.bureau import Bureau, Killed, holds, ms
from tests.unit.notify.desk import MINUTE, Desk, PageLinks, channel_of, told

GRAVE = Severity.GRAVE
DAY = 86_400_000


class Issued(PageLinks):
    """Links with a token for each person."""

    def issue(
        self, connection: Connection, *, person: str, leads: Sequence[int], seen: Mapping[int, int], expires_at: int
    ) -> str:
        del connection, expires_at
        assert set(seen) == set(leads)
        return f"https://c.example/s/{person}"


def _without_a_text(*_: object) -> list[str]:
    raise KeyError("no such text")


def test_a_grave_lead_is_told_at_once_and_once(bureau: Bureau) -> None:
    bureau.finds(holds(severity=GRAVE))

    first, again = bureau.round(), bureau.round()

    assert [(one.person, one.channel, one.repeat) for one in first] == [("wang", "phone", False)]
    assert "线索 #1" in first[0].text
    assert (again, bureau.states()) == ([], ["sent"])


def test_others_are_gathered_for_a_minute_and_the_difference_comes_a_quarter_of_an_hour_later(bureau: Bureau) -> None:
    bureau.finds(holds(), subject="a" * 64)
    at_once = bureau.round()
    bureau.passes(MINUTE // 2)
    bureau.finds(holds(), subject="b" * 64)
    bureau.round()
    bureau.passes(MINUTE // 2)
    gathered = bureau.round()
    bureau.passes(MINUTE)
    bureau.finds(holds(), subject="c" * 64)
    bureau.passes(13 * MINUTE)
    early = bureau.round()
    bureau.passes(MINUTE)
    difference = bureau.round()

    assert (at_once, early) == ([], [])
    assert ["#1 #2" in one.text for one in gathered] == [True]
    assert ["#3" in one.text and "#1" not in one.text for one in difference] == [True]


def test_thirty_one_leads_of_a_group_are_a_digest(bureau: Bureau) -> None:
    for number in range(31):
        bureau.finds(holds(), subject=f"{number:064x}")
    bureau.round()
    bureau.passes(MINUTE)

    (one,) = bureau.round()

    assert "31条" in one.text
    assert "#" not in one.text


def test_quiet_hours_hold_what_is_not_grave_and_the_morning_brings_only_what_still_holds(bureau: Bureau) -> None:
    bureau.now = ms("2026-11-30T23:00")
    bureau.finds(holds(10), subject="a" * 64)
    bureau.finds(holds(10), subject="b" * 64)
    bureau.finds(holds(10, severity=GRAVE), subject="c" * 64)
    night = bureau.round()
    bureau.now = ms("2026-12-01T07:29")
    bureau.finds(subject="a" * 64)
    still = bureau.round()
    bureau.now = ms("2026-12-01T07:30")
    morning = bureau.round()

    assert ["#3" in one.text and "#2" not in one.text for one in night] == [True]
    assert [one for one in still if one.person == "wang"] == []
    assert ["#2" in one.text and "#1" not in one.text for one in morning if one.person == "wang"] == [True]


def test_an_undecidable_finding_is_never_told_and_is_when_it_becomes_a_breach(bureau: Bureau) -> None:
    bureau.finds(holds(kind=Kind.UNDECIDABLE, severity=None))
    bureau.passes(DAY // 2)
    silent = bureau.round()
    bureau.finds(holds(severity=GRAVE))

    (told,) = bureau.round()

    assert silent == []
    assert "由无法判定转为违反" in told.text


def test_the_closing_message_goes_to_whoever_was_told_and_to_nobody_else(bureau: Bureau) -> None:
    bureau.finds(holds(severity=GRAVE), subject="a" * 64)
    bureau.round()
    bureau.finds(holds(), subject="b" * 64)
    bureau.finds(subject="a" * 64)
    bureau.finds(subject="b" * 64)
    bureau.passes(MINUTE)

    closing = bureau.round()
    bureau.passes(DAY)

    assert [(one.person, one.text[:4], "#1" in one.text, "#2" in one.text) for one in closing] == [
        ("wang", "【撤回】", True, False)
    ]
    assert bureau.round() == []


def test_a_silence_holds_the_opening_message_and_never_the_closing_one(bureau: Bureau) -> None:
    bureau.finds(holds(severity=GRAVE), subject="a" * 64)
    bureau.round()
    with UnitOfWork(bureau.engine) as unit:
        silence = Silence(0, "rest_missed", None, None, bureau.now, bureau.now + 10 * MINUTE, "li", "known")
        add_silence(unit.connection, silence)
        unit.commit()
    bureau.finds(holds(severity=GRAVE), subject="b" * 64)
    bureau.finds(subject="a" * 64)
    bureau.passes(MINUTE)
    silenced = bureau.round()
    bureau.passes(9 * MINUTE)
    after = bureau.round()

    assert [one.text[:4] for one in silenced] == ["【撤回】"]
    assert ["#2" in one.text for one in after if one.person == "wang"] == [True]


def test_what_nobody_signs_goes_on_to_the_next_and_a_signature_stops_every_channel(bureau: Bureau) -> None:
    bureau.desk = Desk(
        steps=(
            RouteStep(0, "on_duty", (told("wang", ("phone", "mail")),)),
            RouteStep(15 * MINUTE, "second", (told("li", ("phone-2",)),)),
            RouteStep(30 * MINUTE, "head", (told("zhao", ("phone-3",)),)),
        )
    )
    bureau.finds(holds(severity=GRAVE))
    first = bureau.round()
    bureau.passes(15 * MINUTE - 1)
    none = bureau.round()
    bureau.passes(1)
    second = bureau.round()
    bureau.signs(1, "li")
    bureau.passes(15 * MINUTE)
    third = bureau.round()

    assert sorted(str(one.channel) for one in first) == ["mail", "phone"]
    assert (none, third) == ([], [])
    assert [(one.person, one.text[:7]) for one in second] == [("li", "【逾时未签收】")]


def test_a_signature_stops_what_waits_on_a_channel_that_failed(bureau: Bureau) -> None:
    bureau.service.answers = [Answer(Outcome.UNREACHED, "ConnectError", "away")]
    bureau.finds(holds(severity=GRAVE))
    bureau.round()
    bureau.signs(1)
    bureau.passes(10 * MINUTE)

    assert bureau.round() == []
    assert (bureau.states(), bureau.dropped()) == (["dropped"], ["acknowledged"])


def test_a_throttled_channel_is_left_alone_for_as_long_as_its_service_wants(bureau: Bureau) -> None:
    bureau.service.answers = [Answer(Outcome.THROTTLED, "45009", "api freq out of limit", 90_000)]
    bureau.finds(holds(severity=GRAVE), subject="a" * 64)
    bureau.round()
    bureau.finds(holds(severity=GRAVE), subject="b" * 64)
    bureau.passes(89_999)
    early = bureau.round()
    bureau.passes(1)
    later = bureau.round()

    assert early == []
    assert [one.repeat for one in later] == [False, False]
    assert [outcome for outcome, _ in bureau.attempts()].count("sent") == 2
    assert bureau.attempts()[0] == ("throttled", "45009")


@pytest.mark.parametrize(
    ("answer", "repeats"),
    [
        (Answer(Outcome.UNKNOWN, "ReadError", "cut"), True),
        (Answer(Outcome.UNREACHED, "ConnectError", "away"), False),
        (Answer(Outcome.MISCONFIGURED, "93000", "key"), False),
        (Answer(Outcome.DECLINED, "777", "what"), False),
    ],
)
def test_a_message_is_sent_again_until_it_is_taken_and_says_so_where_it_may_be_a_repeat(
    bureau: Bureau, answer: Answer, repeats: bool
) -> None:
    bureau.service.answers = [answer]
    bureau.finds(holds(severity=GRAVE))
    bureau.round()
    bureau.passes(MINUTE)

    last = bureau.round()[-1]

    assert (last.repeat, last.text.startswith("（可能重复）")) == (repeats, repeats)
    assert bureau.states() == ["sent"]
    assert bureau.round() == []


def test_a_refusal_ends_the_message_and_the_channel_goes_on(bureau: Bureau) -> None:
    bureau.service.answers = [Answer(Outcome.REFUSED, "40058", "too long")]
    bureau.finds(holds(severity=GRAVE), subject="a" * 64)
    bureau.round()
    bureau.finds(holds(severity=GRAVE), subject="b" * 64)

    assert [one.repeat for one in bureau.round()] == [False]
    assert bureau.states() == ["refused", "sent"]


def test_a_notifier_that_is_killed_after_it_sent_leaves_a_message_that_may_be_a_repeat(bureau: Bureau) -> None:
    bureau.service.answers = [Killed]
    bureau.finds(holds(severity=GRAVE))
    with pytest.raises(Killed):
        bureau.round()
    within = bureau.round()
    bureau.passes(LEASE_MS)

    (again,) = bureau.round()

    assert within == []
    assert (again.repeat, again.key) == (True, bureau.service.taken[0].key)
    assert bureau.attempts() == [("unknown", None), ("sent", "0")]


def test_a_closing_message_waits_until_it_is_known_whether_the_opening_one_went_out(bureau: Bureau) -> None:
    bureau.service.answers = [Killed]
    bureau.finds(holds(severity=GRAVE))
    with pytest.raises(Killed):
        bureau.round()
    bureau.finds()
    bureau.passes(3_000)
    waits = bureau.round()
    bureau.passes(LEASE_MS)
    closing = bureau.round()

    assert waits == []
    assert [one.text[:4] for one in closing] == ["【撤回】"]


def test_what_is_withdrawn_before_it_was_sent_is_told_to_nobody(bureau: Bureau) -> None:
    bureau.finds(holds())
    bureau.round()
    bureau.finds()
    bureau.passes(DAY // 4)

    assert (bureau.round(), bureau.states()) == ([], ["dropped"])


def test_a_lead_that_is_withdrawn_while_its_message_is_under_way_is_closed(bureau: Bureau) -> None:
    bureau.finds(holds(severity=GRAVE))

    def withdraws() -> None:
        bureau.service.during = lambda: None
        bureau.finds()
        bureau.notifier().plan()

    bureau.service.during = withdraws
    told = bureau.round()
    bureau.passes(MINUTE)
    told += bureau.round()

    assert [one.text[:4] for one in told] == ["【严重】", "【撤回】"]


def test_a_robot_gets_no_more_than_its_budget_and_what_waits_is_gathered(bureau: Bureau) -> None:
    bureau.budget = 3
    told = []
    for number in range(8):
        bureau.finds(holds(severity=GRAVE), subject=f"{number:064x}")
        told += bureau.round()
        bureau.passes(1000)
    bureau.passes(MINUTE)
    told += bureau.round()

    assert [one.text.count("#") for one in told] == [1, 1, 1, 5]


def test_a_group_chat_is_told_once_with_the_page_and_a_person_with_a_link_of_their_own(bureau: Bureau) -> None:
    bureau.links = Issued("https://c.example")
    duty = (told("wang", ("chat", "phone")), told("li", ("chat",)))
    bureau.desk = Desk(steps=(RouteStep(0, "on_duty", duty),)).with_entries(
        channel_of("chat", "webhook", "", group=True)
    )
    bureau.finds(holds(severity=GRAVE))

    links = {one.channel: (one.person, one.link) for one in bureau.round()}

    assert links == {"chat": (None, "https://c.example/leads/1"), "phone": ("wang", "https://c.example/s/wang")}


def test_a_person_without_an_account_is_told_all_the_same_with_the_page(bureau: Bureau) -> None:
    class NoAccount(Issued):
        def issue(self, *_: object, **__: object) -> str:
            raise NotAllowedError("wang has no account")

    bureau.links = NoAccount("https://c.example")
    bureau.finds(holds(severity=GRAVE))

    assert [one.link for one in bureau.round()] == ["https://c.example/leads/1"]


def test_a_link_of_a_host_that_the_settings_do_not_name_is_left_out(bureau: Bureau) -> None:
    bureau.links = PageLinks("https://evil.example")
    bureau.finds(holds(severity=GRAVE))

    (one,) = bureau.round()

    assert one.link is None
    assert "evil" not in one.text


def test_a_back_fill_is_one_digest_and_is_escalated_to_nobody(bureau: Bureau) -> None:
    for number in range(40):
        bureau.finds(holds(-80, -60, severity=GRAVE), subject=f"{number:064x}")
        bureau.round()
        bureau.passes(1000)
    bureau.passes(15 * MINUTE)
    digest = bureau.round()
    bureau.passes(60 * MINUTE)

    assert [(one.text[:4], "40条" in one.text) for one in digest] == [("【汇总】", True)]
    assert bureau.round() == []


def test_a_date_of_handling_is_called_to_mind_until_somebody_decides(bureau: Bureau) -> None:
    bureau.finds(holds(severity=GRAVE), subject="a" * 64)
    bureau.finds(holds(severity=GRAVE), subject="b" * 64)
    bureau.round()
    for action in (Action.ACKNOWLEDGE, Action.INVESTIGATE, Action.CONFIRM):
        bureau.ledger.act(1, action, "wang", None, bureau.now)
    bureau.signs(2)
    bureau.now = ms("2026-12-01T13:30")

    (due,) = bureau.round()

    assert due.text.startswith("【办理期限将到】")
    assert "#2" in due.text
    assert "#1" not in due.text


def test_a_decided_lead_that_is_graver_now_is_told_again(bureau: Bureau) -> None:
    bureau.finds(holds(measured=14_700_000))
    bureau.signs(1)
    bureau.ledger.act(1, Action.DISMISS, "wang", "a clock", bureau.now)
    bureau.round()
    bureau.finds(holds(measured=35_700_000, severity=GRAVE))

    (told,) = bureau.round()

    assert "重新打开" in told.text
    assert told.text.startswith("【严重】")


def test_two_notifiers_share_the_log_and_tell_everything_once(bureau: Bureau) -> None:
    one, other = bureau.notifier(), bureau.notifier()
    for number in range(20):
        bureau.finds(holds(severity=GRAVE), subject=f"{number:064x}")
        bureau.round(one if number % 2 else other)

    assert len(bureau.service.taken) == 20
    assert not any(parcel.repeat for parcel in bureau.service.taken)


def test_a_channel_that_left_the_files_holds_up_nobody_and_its_messages_are_refused(bureau: Bureau) -> None:
    class Fewer(Desk):
        def channel(self, id: str) -> Channel:  # noqa: A002  the shape's own name
            if id == "phone":
                raise LookupError(id)
            return channel_of(id, "webhook", "")

    bureau.finds(holds(severity=GRAVE))
    bureau.notifier().plan()
    bureau.desk = Fewer(steps=(RouteStep(0, "on_duty", (told("li", ("other",)),)),))
    bureau.finds(holds(severity=GRAVE), subject="b" * 64)

    shown = [one.person for one in bureau.notifier().preview()]
    assert shown == ["li"]
    assert [one.person for one in bureau.round()] == ["li"]
    assert bureau.states() == ["refused", "sent"]


def test_an_answer_that_repeats_the_link_is_kept_without_it(bureau: Bureau) -> None:
    bureau.service.answers = [Answer(Outcome.SENT, "0", "took https://c.example/leads/1 well")]
    bureau.finds(holds(severity=GRAVE))
    bureau.round()

    with UnitOfWork(bureau.engine, writes=False) as unit:
        assert unit.connection.execute(select(ATTEMPTS.c.answer)).scalar_one() == "took *** well"


def test_a_message_without_a_text_is_refused_and_the_next_one_goes_out(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.finds(holds(severity=GRAVE))
    monkeypatch.setattr(Writer, "parts", _without_a_text)
    bureau.round()
    monkeypatch.undo()
    bureau.finds(holds(severity=GRAVE), subject="b" * 64)

    assert ["#2" in one.text for one in bureau.round()] == [True]
    assert bureau.states() == ["refused", "sent"]

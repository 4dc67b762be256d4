import msgspec
import pytest

from streams.core.state.roster import Roster
from streams.core.state.snapshot import (
    FORM,
    BucketHead,
    BucketPart,
    decode_facts,
    decode_head,
    decode_part,
    encode_facts,
    encode_head,
)
from streams.core.state.stored import UnreadableState
from streams.facts.tolerance import STANDARD
from streams.facts.waiting import WaitingRow
from streams.facts.worker import WorkerFacts
from tests.stored import dumped
from tests.unit.core.days import WORKER, row


def facts_of(*lines: str) -> WorkerFacts:
    facts = WorkerFacts(speaks_from=7)
    for line in lines:
        said = row(line)
        assert not hasattr(said, "entry")
        facts.fold("hema", said, STANDARD)
    return facts


def test_a_bucket_comes_back_as_it_was_written() -> None:
    facts = facts_of("08:00 online", "08:01 beat", "08:02 accepted o1", "08:03 completed o1", "08:04 offline")
    waiting = row("23:00 online")
    assert not hasattr(waiting, "entry")
    facts.waiting.append(WaitingRow("suda", waiting))

    state = decode_head(encode_head(BucketHead(FORM, 5, {WORKER: encode_facts(facts)}, parts=[BucketPart(7, 1, 99)])))

    assert (state.form, state.settled_before, state.parts) == (FORM, 5, [BucketPart(7, 1, 99)])
    assert {name: decode_facts(value) for name, value in state.workers.items()} == {WORKER: facts}


def test_sessions_that_come_back_share_the_texts_of_their_places() -> None:
    facts = facts_of("08:00 online", "08:01 beat", "08:04 offline")

    back = decode_facts(encode_facts(facts))

    assert back == facts
    assert back is not None
    signs = [sign for session in back.platforms["hema"].sessions.values() for sign in (*session.points, session.first)]
    places = [sign[-2:] for sign in signs if sign is not None]
    assert len(places) == 3
    assert len({id(text) for place in places for text in place}) == 2


@pytest.mark.parametrize("value", [b"", b"\x93", b"junk", encode_head(BucketHead(FORM, None, {}))[:-1]], ids=repr)
def test_bytes_that_are_no_state_are_said_to_be_unreadable(value: bytes) -> None:
    with pytest.raises(UnreadableState, match="cannot be read"):
        decode_head(value)
    with pytest.raises(UnreadableState, match="cannot be read"):
        decode_part(value)
    with pytest.raises(UnreadableState, match="cannot be read"):
        decode_facts(msgspec.Raw(value))


def test_state_of_another_form_is_refused_and_both_forms_are_named() -> None:
    value = msgspec.msgpack.encode([FORM + 1, None, {}])

    with pytest.raises(UnreadableState, match=f"form {FORM + 1}; this version reads form {FORM}"):
        decode_head(value)


def test_a_dumped_bucket_is_clean_and_another_roster_watches_its_workers() -> None:
    one, other = Roster(), Roster()
    one.register(WORKER).facts.latest = 99
    one.touch(one.workers[WORKER])

    found = list(other.load(dumped(one)))

    assert one.dirty == set()
    assert [(watched.subject, watched.facts.latest, watched.published) for watched in found] == [(WORKER, 99, None)]
    assert other.workers.keys() == {WORKER}


def test_who_is_forgotten_and_met_again_speaks_from_where_the_bucket_is_settled() -> None:
    roster, heir = Roster(), Roster()

    roster.forget(roster.register(WORKER), settled=50)
    list(heir.load(dumped(roster)))

    assert roster.register(WORKER).facts.speaks_from == 50
    assert heir.register(WORKER).facts.speaks_from == 50


def test_a_bucket_is_never_settled_less_than_before() -> None:
    roster = Roster()
    for settled in (50, 40):
        roster.forget(roster.register(WORKER), settled=settled)

    assert roster.register(WORKER).facts.speaks_from == 50

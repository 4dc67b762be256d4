import msgspec
import pytest

from schemas.findings.advice import Advice
from schemas.findings.finding import StandingSet
from schemas.refusal import Refusal
from schemas.work import SessionRow, Sort, encode_work
from streams.core.partition import PublishedRecords
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import TooLate
from streams.core.workers.partition import WorkPartition, refusal_of
from streams.law.table import Law
from tests.taking import take
from tests.unit.core.days import WORKER, at, beats, group, row

OTHER = "0" * 63 + "2"
SHORT = ("08:00 online", "08:05 offline")


def work(*lines: str, worker: str = WORKER) -> bytes:
    return encode_work([group(row(line, worker) for line in lines)])


def partition(law: Law, *, start: int = 0, until: int = 0) -> WorkPartition:
    return WorkPartition(3, Judge(law), incarnation=7, next_offset=start, until=until)


def said(of: WorkPartition, now: str, most: int = 100) -> list[PublishedRecords]:
    return list(of.statements(at(now), most))


def standing(statement: PublishedRecords) -> StandingSet:
    assert (statement.outgoing[0].topic, statement.outgoing[0].key) == ("standing", statement.subject.encode())
    return StandingSet.model_validate_json(statement.outgoing[0].value)


def test_nothing_is_said_until_all_is_read_that_the_predecessor_may_have_read(law: Law) -> None:
    taken_over = partition(law, start=10, until=12)

    take(taken_over, 10, work("08:00 online", "12:30 offline"), at("12:31"))
    before = said(taken_over, "12:31")
    take(taken_over, 11, work(*SHORT, worker=OTHER), at("12:31"))
    after = said(taken_over, "12:31")

    assert before == []
    assert {each.subject: len(standing(each).findings) for each in after} == {WORKER: 1, OTHER: 0}


def test_a_worker_met_after_the_takeover_is_spoken_of_only_when_there_is_something_to_say(law: Law) -> None:
    new = partition(law, start=10, until=10)

    take(new, 10, work(*SHORT), at("08:06"))

    assert said(new, "08:06") == []
    assert new.judge.behind == 0


def test_a_version_is_the_incarnation_the_last_offset_taken_and_the_instant(law: Law) -> None:
    judged = partition(law)

    take(judged, 0, work("08:00 online"), at("12:00"))
    take(judged, 1, work("12:30 offline"), at("12:31"))

    assert [standing(each).version for each in said(judged, "12:31")] == [(7, 1, at("12:31"))]


def test_no_more_workers_are_asked_about_than_wanted(law: Law) -> None:
    judged = partition(law)
    for offset, worker in enumerate((WORKER, OTHER)):
        take(judged, offset, work("08:00 online", "12:30 offline", worker=worker), at("12:31"))

    assert [len(said(judged, "12:31", most=1)) for _ in range(3)] == [1, 1, 0]


def test_workers_wait_while_their_platform_catches_up_but_not_for_ever(law: Law) -> None:
    judged = partition(law)
    take(judged, 0, work("08:00 online", "12:30 offline"), at("18:00"))

    assert said(judged, "18:00") == []
    take(judged, 1, work("08:00 online", worker=OTHER), at("18:01:59"))
    assert said(judged, "18:01:59.999") == []
    assert [each.subject for each in said(judged, "18:02")] == [WORKER]


def test_advice_goes_with_the_statement_to_the_platform_and_once(law: Law) -> None:
    judged = partition(law)
    take(judged, 0, work("08:00 online", *beats("08:01", "11:50")), at("11:50"))

    (statement,) = said(judged, "11:50")
    again = said(judged, "11:50:30")

    _, advised = statement.outgoing
    assert (advised.topic, advised.key) == ("advice.hema", WORKER.encode())
    assert Advice.model_validate_json(advised.value).worker_id == WORKER
    assert again == []


@pytest.mark.parametrize("value", [b"", b"\x00", b"junk", b"[]", work(*SHORT)[:-1]], ids=repr)
def test_of_a_record_that_cannot_be_read_nothing_is_taken(law: Law, value: bytes) -> None:
    judged = partition(law, start=4)

    with pytest.raises(msgspec.DecodeError):
        take(judged, 4, value, at("13:00"))

    assert (judged.offset, judged.judge.roster.workers) == (3, {})


def test_the_refusal_of_what_is_too_late_has_its_bytes_and_its_place() -> None:
    raw = b'{"event_id": "e1", "kind": "session.online"}'
    late = SessionRow(WORKER, 5, "360104", "delivery", 17, 2, raw, "s1", Sort.ON)

    sent = refusal_of(TooLate(group([late]), late, 1000))

    refusal = Refusal.model_validate_json(sent.value)
    assert (sent.topic, refusal.code, refusal.event, refusal.event_id) == ("refused.hema", "too_late", raw, "e1")
    assert (refusal.topic, refusal.partition, refusal.offset, refusal.index) == ("feed.hema", 0, 17, 2)
    assert "1000 ms since 1970" in refusal.detail


def test_an_event_whose_bytes_were_not_kept_is_refused_without_them() -> None:
    late = SessionRow(WORKER, 5, "360104", "delivery", 17, 2, None, "s1", Sort.ON)

    refusal = Refusal.model_validate_json(refusal_of(TooLate(group([late]), late, 1000)).value)

    assert (refusal.event, refusal.event_id) == (b"", None)

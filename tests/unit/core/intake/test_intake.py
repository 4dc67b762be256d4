import pytest

from schemas.feed.receipt import Receipt
from schemas.refusal import Code, Refusal
from schemas.work import Group, bucket_of, decode_work
from streams.core.intake import work_records
from streams.core.intake.feed import FeedIntake, FeedRecord, Taken
from streams.core.withheld import Withheld, WithheldValue
from tests.unit.schemas.said import ARRIVAL, READER, event, written

PARTITIONS = 4
WORKERS = [f"{number:064x}" for number in range(12)]


def taker() -> FeedIntake:
    return FeedIntake(READER, PARTITIONS)


def record(said: object, offset: int = 0, *, partition: int = 0, platform: str = "hema") -> FeedRecord:
    value = said if isinstance(said, bytes | None) else written(said)
    return FeedRecord(platform, f"feed.{platform}", partition, offset, ARRIVAL, value)


def beat(worker: str, number: int, **changes: object) -> dict[str, object]:
    return event(worker_id=worker, event_id=f"e{number}", session_id=f"s{number}", **changes)


def groups(taken: Taken) -> list[tuple[int | None, Group]]:
    """The rows that went to work, with their partition."""
    sent = [each for each in taken.outgoing if each.topic == "work"]
    return [(each.partition, group) for each in sent for group in decode_work(each.value)]


def receipts(taken: Taken) -> list[Receipt]:
    return [Receipt.model_validate_json(each.value) for each in taken.outgoing if each.topic.startswith("receipts.")]


def test_each_event_goes_to_the_partition_of_its_worker_in_the_order_in_which_it_was_said() -> None:
    said = [beat(worker, number) for number, worker in enumerate(WORKERS * 3)]

    taken = taker().take([record(said[:20], 5), record(said[20:], 6)])

    rows = [(partition, row) for partition, group in groups(taken) for row in group.rows]
    assert all(partition == bucket_of(row.worker) % PARTITIONS for partition, row in rows)
    for worker in WORKERS:
        places = [(row.offset, row.index) for _, row in rows if row.worker == worker]
        assert places == [divmod_at_20(number) for number, one in enumerate(WORKERS * 3) if one == worker]
    assert len([each for each in taken.outgoing if each.topic == "work"]) == len({partition for partition, _ in rows})


def divmod_at_20(number: int) -> tuple[int, int]:
    return (5, number) if number < 20 else (6, number - 20)


def test_feed_partitions_share_a_work_record_and_keep_their_names() -> None:
    worker = WORKERS[0]

    taken = taker().take(
        [
            record(beat(worker, 1)),
            record(beat(worker, 2), partition=1),
            record(beat(worker, 3, platform_id="suda"), platform="suda"),
        ]
    )

    assert len([each for each in taken.outgoing if each.topic == "work"]) == 1
    assert [(group.platform, group.topic, group.partition) for _, group in groups(taken)] == [
        ("suda", "feed.suda", 0),
        ("hema", "feed.hema", 0),
        ("hema", "feed.hema", 1),
    ]


@pytest.mark.parametrize("place", [0, 7, 19])
def test_few_events_of_a_platform_are_in_the_first_work_record_however_many_of_another_came_before(
    place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_records, "MOST_WORK_BYTES", 2_000)
    flood = [record([beat(WORKERS[0], 10 * number + each) for each in range(9)], number) for number in range(20)]
    flood.insert(place, record(beat(WORKERS[0], 1, platform_id="suda"), platform="suda"))

    taken = taker().take(flood)

    sent = [each.value for each in taken.outgoing if each.topic == "work"]
    assert len(sent) > 3
    assert decode_work(sent[0])[0].platform == "suda"
    assert [row.index for _, group in groups(taken) for row in group.rows if group.platform == "hema"] == 20 * [
        *range(9)
    ]


def test_what_is_refused_goes_to_the_platform_with_its_place_and_the_rest_goes_on() -> None:
    bad = written(beat(WORKERS[0], 2, kind="session.begun"))
    value = b"[" + b",".join([written(beat(WORKERS[0], 1)), bad]) + b"]"

    taken = taker().take([record(value, 9, partition=1), record(None, 10, partition=1)])

    refusals = [Refusal.model_validate_json(each.value) for each in taken.outgoing if each.topic == "refused.hema"]
    assert [(one.code, one.partition, one.offset, one.index, one.event) for one in refusals] == [
        ("unknown_kind", 1, 9, 1, bad),
        ("not_an_event", 1, 10, None, b""),
    ]
    (receipt,) = receipts(taken)
    assert (receipt.total, receipt.accepted, receipt.first_offset, receipt.last_offset) == (3, 1, 9, 10)
    assert (taken.accepted, taken.refused, taken.receipts) == (
        {"hema": 1},
        {("hema", "unknown_kind"): 1, ("hema", "not_an_event"): 1},
        {"hema": 1},
    )


def test_of_many_refused_alike_in_one_record_all_are_counted_and_ten_and_one_are_sent() -> None:
    taken = taker().take([record(b"[" + b",".join([b"{}"] * 500) + b"]", 9), record(b"[{}]", 10)])

    refusals = [Refusal.model_validate_json(each.value) for each in taken.outgoing if each.topic == "refused.hema"]
    assert [(one.offset, one.index, one.more) for one in refusals] == [
        *((9, index, 0) for index in range(10)),
        (9, 10, 489),
        (10, 0, 0),
    ]
    (receipt,) = receipts(taken)
    assert (receipt.total, len(receipt.refused), taken.refused) == (501, 501, {("hema", "unknown_kind"): 501})


def test_receipts_follow_one_another_without_gap_where_an_offset_holds_no_event() -> None:
    one = taker()

    spans = [
        (receipt.first_offset, receipt.last_offset)
        for offset in (3, 5, 9)
        for receipt in receipts(one.take([record(beat(WORKERS[0], offset), offset)]))
    ]

    assert spans == [(3, 3), (4, 5), (6, 9)]


def test_a_receipt_speaks_of_nothing_that_another_process_may_have_taken_meanwhile() -> None:
    one = taker()
    one.take([record(beat(WORKERS[0], 1), 3)])

    one.forget_all()

    (receipt,) = receipts(one.take([record(beat(WORKERS[0], 2), 50)]))
    assert (receipt.first_offset, receipt.last_offset, receipt.total) == (50, 50, 1)


def test_receipts_go_on_from_where_those_of_whoever_had_the_partition_before_end() -> None:
    one = taker()
    one.receipted_up_to({("feed.hema", 0): 5, ("feed.hema", 1): 0})

    taken = one.take([record(beat(WORKERS[0], 1), 8), record(beat(WORKERS[1], 2), 3, partition=1)])

    assert [(said.first_offset, said.last_offset, said.total) for said in receipts(taken)] == [(5, 8, 1), (0, 3, 1)]


def test_a_value_that_was_withheld_is_refused_for_the_reason_that_comes_with_it_and_costs_no_other() -> None:
    why = Withheld(Code.RECORD_TOO_LARGE, "1,073,741,824 bytes are given")

    taken = taker().take([record(WithheldValue(b"[{", why), 1), record(beat(WORKERS[0], 1), 2)])

    (sent,) = [Refusal.model_validate_json(each.value) for each in taken.outgoing if each.topic == "refused.hema"]
    assert (sent.code, sent.detail, sent.event, sent.offset, sent.index) == (why.code, why.detail, b"[{", 1, None)
    (receipt,) = receipts(taken)
    assert (receipt.first_offset, receipt.last_offset, receipt.total, receipt.accepted) == (1, 2, 2, 1)


def test_what_is_taken_a_second_time_by_another_owner_is_receipted_again() -> None:
    one = taker()
    one.take([record(beat(WORKERS[0], 1), 3), record(beat(WORKERS[0], 2), 4)])
    one.forget_all()

    (receipt,) = receipts(one.take([record(beat(WORKERS[0], 1), 3)]))

    assert (receipt.first_offset, receipt.last_offset) == (3, 3)


def test_records_that_come_twice_are_taken_and_counted_once() -> None:
    one = taker()
    batch = [record(beat(WORKERS[0], offset), offset) for offset in (5, 6, 7, 5, 6, 7)]

    taken, again = one.take(batch), one.take(batch[1:])

    (receipt,) = receipts(taken)
    assert (receipt.first_offset, receipt.last_offset, receipt.total, receipt.accepted) == (5, 7, 3, 3)
    assert [row.offset for _, group in groups(taken) for row in group.rows] == [5, 6, 7]
    assert again == Taken()


def test_no_receipt_ends_before_it_begins_where_a_partition_is_read_again_from_before() -> None:
    batch = [record(beat(WORKERS[0], offset), offset) for offset in (40, 41, 32, 33, 34)]

    taken = taker().take(batch)

    spans = [(one.first_offset, one.last_offset, one.total) for one in receipts(taken)]
    assert spans == [(40, 41, 2), (32, 34, 3)]
    assert sorted(row.offset for _, group in groups(taken) for row in group.rows) == [32, 33, 34, 40, 41]


def test_a_work_record_that_would_be_too_large_is_cut_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [[beat(WORKERS[0], 10 * record + number) for number in range(7)] for record in range(3)]
    monkeypatch.setattr(work_records, "MOST_WORK_BYTES", 400)

    taken = taker().take(record(each, offset, partition=offset) for offset, each in enumerate(said))

    sent = [each.value for each in taken.outgoing if each.topic == "work"]
    assert len(sent) > 3
    assert all(len(value) <= 400 for value in sent)
    assert [(group.partition, row.index) for _, group in groups(taken) for row in group.rows] == [
        (partition, index) for partition in range(3) for index in range(7)
    ]


def test_a_single_event_is_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_records, "MOST_WORK_BYTES", 1)

    taken = taker().take([record([beat(WORKERS[0], 1), beat(WORKERS[0], 2)])])

    assert [len(group.rows) for _, group in groups(taken)] == [1, 1]


def test_an_empty_batch_says_nothing() -> None:
    assert taker().take([]) == Taken()

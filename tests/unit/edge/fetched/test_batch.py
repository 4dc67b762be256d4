"""Records of a batch that somebody else made: each is handed out, or a value that says why not, and nothing raises."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.envelope import KEPT_BYTES, MOST_BYTES
from streams.core.withheld import WithheldValue
from streams.edge.fetched import batch as module
from streams.edge.fetched.batch import HEADER, FetchedBatch, FetchedRecord
from tests.servers import raw
from tests.servers.raw import GZIP, LZ4, SNAPPY, ZSTD, record

SCRATCH = memoryview(bytearray(2 << 20))
CODECS = (0, GZIP, SNAPPY, LZ4, ZSTD)


def read(content: bytes, at: int = 100, since: int = 0) -> list[FetchedRecord]:
    """The records of a batch to whose first the broker gave this offset, from another one on."""
    one = FetchedBatch(memoryview(at.to_bytes(8, "big") + content[8:]), since)
    if not one.unpack_small(SCRATCH):
        one.unpack_large()
    return list(one)


def values(records: Iterable[FetchedRecord]) -> list[object]:
    """Value, or code and first words of the detail; by offset."""
    return [
        (
            one.offset,
            (str(one.value.why.code), one.value.why.detail[:30]) if isinstance(one.value, WithheldValue) else one.value,
        )
        for one in records
    ]


@pytest.mark.parametrize("codec", CODECS)
def test_values_come_with_their_offsets_whatever_the_codec(codec: int) -> None:
    content = raw.batch([record(0, b"one", key=b"k"), record(1, None), record(2, b"", headers=[b"h"])], codec)

    assert values(read(content)) == [(100, b"one"), (101, None), (102, b"")]


@pytest.mark.parametrize("codec", CODECS)
def test_headers_are_not_read_so_that_none_can_be_wrong_and_none_costs_memory(codec: int) -> None:
    content = raw.batch([record(0, b"one", headers=[b"\xff\xfe"]), record(1, b"two", headers=[b""] * 1000)], codec)

    assert values(read(content)) == [(100, b"one"), (101, b"two")]


def test_the_instant_is_the_brokers_where_it_stamps() -> None:
    content = bytearray(raw.batch([record(0, b"one")]))
    content[22] |= 0x08  # the lower byte of the attributes
    content[35:43] = (77).to_bytes(8, "big")  # the newest instant

    assert [(one.timestamp, one.timestamp_type) for one in read(bytes(content))] == [(77, 1)]


def test_a_value_beyond_the_contract_is_cut_and_its_true_size_said() -> None:
    just, more = b"x" * MOST_BYTES, b"x" * (5 * MOST_BYTES)

    first, second = read(raw.batch([record(0, just), record(1, more)], ZSTD))

    assert first.value == just
    assert not isinstance(first.value, WithheldValue)
    assert isinstance(second.value, WithheldValue)
    assert second.value == more[:KEPT_BYTES]
    assert second.value.why.detail == "5,242,880 bytes are given; allowed: 1,048,576. Send fewer events a record"


@pytest.mark.parametrize("codec", [GZIP, ZSTD])
def test_a_batch_beyond_its_bound_is_refused_whole_an_answer_for_each_offset(codec: int) -> None:
    content = raw.nothing_but([40 << 20, 40 << 20, 7], codec)

    found = read(content)

    assert values(found) == [
        (offset, ("record_too_large", "a batch of 3 records that unpa")) for offset in (100, 101, 102)
    ]
    assert [one.value for one in found] == [b"", b"", b""]


def test_of_a_batch_that_is_large_nothing_is_kept_while_it_waits_for_its_turn() -> None:
    one = FetchedBatch(memoryview(raw.zeros(3 << 20, ZSTD)))

    assert (one.unpack_small(SCRATCH), one._content) == (False, None)


@pytest.mark.parametrize("codec", [GZIP, SNAPPY, LZ4, ZSTD])
def test_a_batch_that_cannot_be_unpacked_is_answered_for_each_offset(codec: int) -> None:
    content = raw.batch(b"garbage" * 5, codec, count=2, packed=True)

    assert values(read(content)) == [
        (100, ("not_json", "a batch is given that cannot b")),
        (101, ("not_json", "a batch is given that cannot b")),
    ]


def test_from_the_record_on_that_cannot_be_read_each_offset_is_answered() -> None:
    content = raw.batch(record(0, b"good") + b"\xff" * 20 + record(2, b"lost"), count=3)

    found = read(content)

    assert found[0].value == b"good"
    assert [one.offset for one in found] == [100, 101, 102]
    assert all(isinstance(one.value, WithheldValue) for one in found[1:])


def test_a_batch_in_a_format_of_before_2017_is_answered() -> None:
    old = bytearray(raw.batch([record(0, b"x")]))
    old[16] = 1

    assert values(read(bytes(old))) == [(100, ("not_json", "message format v1 is given; al"))]


def test_the_marks_of_a_transaction_are_read_by_aiokafka() -> None:
    content = bytearray(raw.batch([record(0, b"x")]))
    content[22] |= 0x30

    one = FetchedBatch(memoryview(content))

    assert (one.is_control_batch, one.is_transactional, type(one.by_aiokafka).__name__) == (
        True,
        True,
        "DefaultRecordBatch",
    )


def test_what_the_broker_checks_of_a_batch_is_checked_again() -> None:
    content = bytearray(raw.batch([record(0, b"x")]))
    assert FetchedBatch(memoryview(content)).validate_crc()
    content[-3] ^= 1

    assert not FetchedBatch(memoryview(content)).validate_crc()


@given(
    content=st.binary(max_size=60)
    | st.lists(st.binary(max_size=9), max_size=4).map(lambda v: b"".join(map(record, range(9), v))),
    codec=st.integers(0, 7),
    count=st.integers(0, 5),
    packed=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_whatever_a_batch_holds_each_of_its_offsets_comes_once_at_most_and_in_order(
    content: bytes, codec: int, count: int, packed: bool
) -> None:
    whole = raw.batch(content, codec, count=count, packed=packed or codec > ZSTD)

    offsets = [one.offset for one in read(whole)]

    assert offsets == sorted(set(offsets))
    assert set(offsets) <= set(range(100, 100 + count))


@given(
    given_values=st.lists(st.none() | st.binary(max_size=200), max_size=6),
    codec=st.sampled_from(CODECS),
    since=st.integers(90, 110),
)
@settings(max_examples=100, deadline=None)
def test_what_was_read_before_is_passed_over_and_the_rest_is_the_same(
    given_values: list[bytes | None], codec: int, since: int
) -> None:
    content = raw.batch([record(*each) for each in enumerate(given_values)], codec)

    assert read(content, since=since) == [one for one in read(content) if one.offset >= since]


def test_where_an_offset_is_missing_none_is_passed_over_by_counting() -> None:
    content = bytearray(raw.batch([record(0, b"one"), record(3, b"two")]))
    content[23:27] = (3).to_bytes(4, "big")  # the last offset, from the first

    assert [one.value for one in read(bytes(content), since=101)][-1] == b"two"


def test_what_cannot_be_read_is_answered_from_where_it_is_read_on() -> None:
    garbage = raw.batch(b"garbage" * 5, LZ4, count=5, packed=True)
    cut = raw.batch(record(0, b"good") + b"\x00" * 9, count=5)

    assert [[one.offset for one in read(content, since=103)] for content in (garbage, cut)] == [[103, 104]] * 2


def test_the_header_is_of_the_size_that_kafka_gives_it() -> None:
    assert HEADER.size == 61
    assert module.HEADER.unpack_from(raw.batch([record(0, b"x"), record(1, b"y")], LZ4))[5:7] == (LZ4, 1)

"""Records whose reading raises: set aside untouched, and no cost to others."""

from typing import Any

import msgspec
import pytest

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.quarantine import QuarantinedRecord
from streams.core.intake.feed import FeedIntake, FeedRecord, Taken
from streams.core.outgoing import Outgoing
from tests.unit.core.intake.test_intake import WORKERS, beat, groups, receipts, record
from tests.unit.schemas.said import ARRIVAL, READER


class PanicInRustError(BaseException):
    """Raise as a panic in a library written in Rust does: no Exception."""


class Raising(FeedReader):
    """Raises for values that hold a word."""

    def __init__(self, error: BaseException, word: bytes = b"cursed") -> None:
        super().__init__(READER.places)
        self.error, self.word = error, word

    def read(self, value: bytes | None, **where: Any) -> Reading:
        if value and self.word in value:
            raise self.error
        return super().read(value, **where)


def cursed(offset: int, platform: str = "hema") -> FeedRecord:
    return record(beat(WORKERS[0], offset, partner_id="cursed", platform_id=platform), offset, platform=platform)


def aside(taken: Taken) -> list[Outgoing]:
    return [each for each in taken.outgoing if each.topic.startswith("quarantine.")]


@pytest.mark.parametrize(
    "error", [AssertionError("x"), MemoryError(), RecursionError(), PanicInRustError("index out of bounds")]
)
def test_a_record_whose_reading_raises_is_set_aside_untouched_and_its_neighbours_go_on(error: BaseException) -> None:
    batch = [record(beat(WORKERS[0], 1), 1), cursed(2), record(beat(WORKERS[1], 3), 3)]

    taken = FeedIntake(Raising(error), 4).take([*batch, cursed(9, "tuche")])

    (first, other) = aside(taken)
    assert (first.key, first.value) == (b"hema", batch[1].value)
    assert [first.topic, other.topic] == ["quarantine.hema", "quarantine.tuche"]
    assert QuarantinedRecord.of(first.headers) == QuarantinedRecord(
        "hema", "feed.hema", 0, 2, ARRIVAL, type(error).__name__
    )
    assert QuarantinedRecord.of(other.headers).platform == "tuche"
    assert sorted(row.offset for _, group in groups(taken) for row in group.rows) == [1, 3]
    assert [(one.platform_id, one.total, one.accepted, one.quarantined) for one in receipts(taken)] == [
        ("hema", 3, 2, (2,)),
        ("tuche", 1, 0, (9,)),
    ]
    assert taken.quarantined == {"hema": 1, "tuche": 1}


def test_what_was_read_but_cannot_be_encoded_is_set_aside_alone() -> None:
    class Lone(FeedReader):
        """Lets a surrogate through, which no reader should."""

        def read(self, value: bytes | None, **where: Any) -> Reading:
            reading = super().read(value, **where)
            if value and b"cursed" in value:
                (rows,) = reading.rows_by_platform.values()
                rows[0] = msgspec.structs.replace(rows[0], area="\ud800")
            return reading

    taken = FeedIntake(Lone(READER.places), 4).take(
        [record(beat(WORKERS[0], 1), 1), cursed(2), record(beat(WORKERS[0], 3), 3)]
    )

    assert [QuarantinedRecord.of(one.headers).offset for one in aside(taken)] == [2]
    assert [row.offset for _, group in groups(taken) for row in group.rows] == [1, 3]
    assert [(one.total, one.accepted, one.quarantined) for one in receipts(taken)] == [(3, 2, (2,))]


def test_a_record_without_a_value_is_set_aside_as_no_bytes() -> None:
    class All(FeedReader):
        def read(self, value: bytes | None, **where: Any) -> Reading:
            raise ValueError(value, where)

    taken = FeedIntake(All(READER.places), 4).take([record(None, 5)])

    assert [each.value for each in aside(taken)] == [b""]


def test_what_tells_the_process_to_end_is_not_set_aside() -> None:
    with pytest.raises(KeyboardInterrupt):
        FeedIntake(Raising(KeyboardInterrupt()), 4).take([cursed(1)])

"""The number of refusals that receipts list, and those that are counted only."""

from schemas.feed.receipt import Receipt, RefusedAt
from schemas.refusal import Code
from streams.core.intake.feed import FeedIntake
from streams.core.listing import A_SECOND, AT_ONCE, Listing
from tests.unit.core.intake.test_intake import receipts, record
from tests.unit.schemas.said import READER

HOUR = 3_600_000


def refusing(count: int, partition: int = 0, more: int = 0) -> Receipt:
    listed = tuple(RefusedAt(offset=5, index=i, event_id=None, code=Code.NOT_JSON) for i in range(count))
    return Receipt(
        platform_id="hema",
        topic="feed.hema",
        partition=partition,
        first_offset=5,
        last_offset=5,
        total=count + more,
        accepted=0,
        refused=listed,
        refused_more=more,
    )


def test_what_is_refused_now_and_then_is_listed_whole() -> None:
    listing = Listing()

    cut = [listing.cut(refusing(1_000, more=3), at) for at in (0, HOUR, 2 * HOUR)]

    assert cut == [refusing(1_000, more=3)] * 3


def test_of_a_flood_of_refusals_no_more_is_listed_than_receipts_can_hold_for_a_quarter_and_all_are_counted() -> None:
    listing = Listing()

    cut = [listing.cut(refusing(1_000), at) for at in range(0, HOUR, 1_000)]

    assert sum(len(one.refused) for one in cut) <= AT_ONCE + A_SECOND * 3_600
    assert {len(one.refused) + one.refused_more for one in cut} == {1_000}
    assert cut[-1].refused == refusing(1_000).refused[:A_SECOND]


def test_a_flood_in_one_partition_shortens_no_list_of_another_and_is_over_after_a_while() -> None:
    listing = Listing()
    for _ in range(10):
        listing.cut(refusing(1_000), 0)

    assert listing.cut(refusing(1_000), 0).refused == ()
    assert listing.cut(refusing(1_000, partition=1), 0) == refusing(1_000, partition=1)
    assert listing.cut(refusing(1_000), AT_ONCE // A_SECOND * 1_000) == refusing(1_000)


def test_a_clock_of_the_broker_that_goes_back_lists_nothing_more() -> None:
    listing = Listing()
    for _ in range(5):
        listing.cut(refusing(1_000), HOUR)

    assert [len(listing.cut(refusing(10), at).refused) for at in (0, HOUR, HOUR + 500)] == [0, 0, 5]


def test_receipts_of_intake_are_cut_so() -> None:
    intake = FeedIntake(READER, 4)

    cut = [receipts(intake.take([record(b"[" + b"1," * 999 + b"1]", offset)])) for offset in range(8)]

    assert sum(len(one.refused) for (one,) in cut) == AT_ONCE
    assert {one.total for (one,) in cut} == {1_000}

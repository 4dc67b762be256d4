"""A partition whose batches cost more to unpack than they hold rests; one whose values pay for it does not."""

from aiokafka.structs import TopicPartition

from streams.edge.fetched.batches import Batches, Turn
from streams.edge.fetched.resting import BURST_S, PAID_S_A_BYTE, SHARE, Rests
from tests.servers import raw
from tests.servers.raw import ZSTD, record

ONE, OTHER = TopicPartition("feed.hema", 0), TopicPartition("feed.tuche", 0)


class Time:
    """A clock and a processor that a test moves on."""

    def __init__(self) -> None:
        self.at = 100.0
        self.spent = 0.0
        self.rests = Rests(lambda: self.at, lambda: self.spent)

    def unpack(self, seconds: float, tp: TopicPartition = ONE) -> None:
        with self.rests.charged(tp):
            self.spent += seconds
            self.at += seconds


def test_one_that_has_had_more_than_a_burst_rests_until_the_rest_of_it_is_paid_off() -> None:
    time = Time()

    time.unpack(BURST_S + 0.05)

    assert (ONE in time.rests, OTHER in time.rests) == (True, False)
    time.at += 0.05 / SHARE - 0.01
    assert time.rests.resting() == {ONE}
    time.at += 0.02
    assert time.rests.resting() == set()
    assert ONE not in time.rests


def test_whoever_goes_on_like_that_has_a_share_of_a_processor_and_no_more() -> None:
    time, began = Time(), 100.0

    for _ in range(50):
        while ONE in time.rests:
            time.at += 0.01
            time.rests.resting()
        time.unpack(0.05)

    assert time.spent <= BURST_S + 0.05 + (time.at - began) * SHARE * 1.01


def test_what_is_given_out_pays_for_its_unpacking() -> None:
    time = Time()

    for _ in range(50):
        time.unpack(0.01)
        time.rests.paid(ONE, int(0.01 / PAID_S_A_BYTE))

    assert ONE not in time.rests


def test_a_batch_of_a_resting_partition_waits_and_those_of_others_do_not() -> None:
    turn, time = Turn(), Time()
    turn.rests = time.rests
    bomb = raw.batch([record(0, b"{}", headers=[bytes(1 << 20)])], ZSTD)
    time.unpack(1.0)

    assert (Batches(bomb, ONE, turn).has_next(), Batches(bomb, OTHER, turn).has_next()) == (False, True)
    assert turn.waiting() == {ONE}


def test_unpacking_is_charged_whether_anything_of_it_is_given_out_or_not() -> None:
    turn, time = Turn(), Time()
    turn.rests = rests = Rests(lambda: time.at, iter(range(100)).__next__)
    too_large = raw.zeros((64 << 20) + 1, ZSTD)

    assert Batches(too_large, ONE, turn).has_next()

    assert rests.resting() == {ONE}

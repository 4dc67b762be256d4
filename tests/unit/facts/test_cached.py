"""Properties that are worked out once: of one object while another's is being worked out, which takes long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from streams.facts.cached import CachedProperty

_LIMIT_S = 10


class _View:
    def __init__(self, began: Event, may_end: Event) -> None:
        self.began, self.may_end, self.times = began, may_end, 0

    @CachedProperty
    def coverage(self) -> bool:
        """The coverage."""
        self.times += 1
        self.began.set()
        return self.may_end.wait(_LIMIT_S)


def test_a_value_is_worked_out_while_the_same_one_of_another_object_takes_long() -> None:
    heavy, may_end = _View(Event(), Event()), Event()
    may_end.set()
    light = _View(Event(), may_end)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(lambda: heavy.coverage)
        assert heavy.began.wait(_LIMIT_S)
        quick = threads.submit(lambda: light.coverage)
        try:
            assert quick.result(_LIMIT_S / 2)
            assert not slow.done()
        finally:
            heavy.may_end.set()
        assert slow.result(_LIMIT_S)


def test_a_value_is_worked_out_once_for_each_object() -> None:
    may_end = Event()
    may_end.set()
    first, second = _View(Event(), may_end), _View(Event(), may_end)
    assert [first.coverage, first.coverage, second.coverage] == [True] * 3
    assert (first.times, second.times) == (1, 1)

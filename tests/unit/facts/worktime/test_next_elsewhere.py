import pytest

from streams.facts.sessions.session import OFF, ON, Session
from streams.facts.tolerance import STANDARD
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.worker import PlatformFacts


def traces(**sessions: Session) -> PlatformTraces:
    return PlatformTraces("hema", PlatformFacts(sessions), 100, STANDARD)


def ons(*instants: int) -> Session:
    return Session(points=[(at, ON, "a", "s") for at in instants])


@pytest.mark.parametrize(("after", "found"), [(0, 5), (4, 5), (5, 9), (8, 9), (9, None)])
def test_it_is_the_first_on_of_another_session_later_than_the_instant(after: int, found: int | None) -> None:
    assert traces(own=ons(1, 2, 3, 6, 7, 8, 10), other=ons(5), third=ons(9)).next_elsewhere("own", after) == found


def test_of_ons_at_one_instant_that_of_the_other_session_counts() -> None:
    whole = traces(a=ons(5), b=ons(5))

    assert [whole.next_elsewhere(name, 4) for name in ("a", "b", "c")] == [5, 5, 5]


def test_neither_an_off_nor_an_instant_of_both_nor_a_heartbeat_is_one() -> None:
    off = Session(points=[(5, OFF, "a", "s")])
    both = Session(points=[(5, OFF, "a", "s"), (5, ON, "a", "s")])
    beat = Session(runs=[5, 5], first=(5, "a", "s"))

    assert traces(own=ons(1), off=off, both=both, beat=beat).next_elsewhere("own", 1) is None

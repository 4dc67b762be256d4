from streams.core.catching_up import DARK_MS, FRESH_MS, CatchingUp

NOW = 1_700_000_000_000


def platforms(*heard: tuple[str, int, int], now: int = NOW) -> set[str]:
    """The platforms that are catching up at `now`, by events as (platform, its instant, its arrival)."""
    catching_up = CatchingUp()
    for platform, at, when in heard:
        catching_up.received(platform, at, when)
    return set(catching_up.platforms(now))


def test_a_platform_is_catching_up_while_its_newest_event_is_more_than_ten_minutes_old() -> None:
    assert platforms(("hema", NOW - FRESH_MS - 1, NOW)) == {"hema"}
    assert platforms(("hema", NOW - FRESH_MS, NOW)) == set()


def test_an_old_event_after_a_fresh_one_does_not_make_it_catch_up() -> None:
    assert platforms(("hema", NOW, NOW - 1), ("hema", NOW - 2 * FRESH_MS, NOW)) == set()


def test_a_platform_that_fell_silent_is_dark_and_no_longer_catching_up() -> None:
    assert platforms(("hema", 0, NOW - DARK_MS)) == {"hema"}
    assert platforms(("hema", 0, NOW - DARK_MS - 1)) == set()


def test_each_platform_is_judged_on_its_own() -> None:
    assert platforms(("hema", 0, NOW), ("tuche", NOW, NOW), ("kuaisong", 0, NOW)) == {"hema", "kuaisong"}
    assert platforms() == set()

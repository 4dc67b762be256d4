"""Episodes out of any weather messages: small days in which everything happens close together, and often at one instant."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schemas.weather.warning import LEVELS, Cancelled, Warned, WeatherRow
from streams.facts.weather.episode import GAP_MS, Episode, level_at, lowest_level, red_time
from streams.facts.weather.in_force import InForce, episodes, in_force, next_change, sent_by

STEP = GAP_MS // 2
INSTANTS = st.integers(0, 24).map(lambda step: step * STEP) | st.integers(0, 24).map(lambda step: step * STEP + 1)
NAMES = st.sampled_from("abcd")
REFERENCES = st.lists(st.sampled_from("abcdyz"), max_size=2, unique=True).map(tuple)
REACHED = {"360100": ("360104", "360113"), "360104": ("360104",), "360121": ()}
CODES = st.lists(st.sampled_from(sorted(REACHED)), min_size=1, max_size=2, unique=True).map(sorted).map(tuple)
WARNINGS = st.builds(
    Warned,
    identifier=NAMES,
    info=st.integers(0, 1),
    sent=INSTANTS,
    kind=st.sampled_from(("暴雨", "大风")),
    level=st.sampled_from(LEVELS),
    codes=CODES,
    from_at=INSTANTS,
    until_at=INSTANTS | st.none(),
    references=REFERENCES,
    headline=st.sampled_from(("", "x")),
)
CANCELS = st.builds(Cancelled, identifier=NAMES, sent=INSTANTS, references=REFERENCES)
MESSAGES = st.lists(st.one_of(WARNINGS, WARNINGS, WARNINGS, CANCELS), max_size=12)
INTERVALS = st.tuples(INSTANTS, INSTANTS).map(sorted)


def made(rows: list[WeatherRow], now: int) -> dict[str, tuple[Episode, ...]]:
    return episodes(rows, REACHED.__getitem__, now)


def every(rows: list[WeatherRow], now: int) -> list[Episode]:
    return [each for those in made(rows, now).values() for each in those]


def reach(row: Warned) -> set[str]:
    return {area for code in row.codes for area in REACHED[code]}


def around(rows: list[WeatherRow], now: int) -> list[int]:
    """Every instant at which something happens, as far as known now or ever, and the milliseconds beside it."""
    forced = [*in_force(sent_by(rows, now)), *in_force(rows)]
    turns = {at for each in forced for at in (each.start, each.end)} | {row.sent for row in rows}
    return sorted({at + beside for at in turns for beside in (-1, 0, 1)})


def holding(episode: Episode, forced: InForce) -> bool:
    """Whether an episode holds a warning: same kind and area, all of its time, and its name."""
    fits = episode.kind == forced.warned.kind and episode.area in reach(forced.warned)
    return (
        fits
        and forced.warned.identifier in {each.identifier for each in episode.warnings}
        and episode.start <= forced.start < episode.end
    )


@given(MESSAGES, INSTANTS, st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_of_the_messages_change_an_episode(
    rows: list[WeatherRow], now: int, random: Random
) -> None:
    mixed = [*rows, *rows[::2]]
    random.shuffle(mixed)

    assert made(mixed, now) == made(rows, now)
    assert next_change(mixed, now) == next_change(rows, now)


@given(MESSAGES, INSTANTS)
def test_a_message_does_not_count_before_it_was_sent(rows: list[WeatherRow], now: int) -> None:
    assert made(rows, now) == made([row for row in rows if row.sent <= now], now)


@given(MESSAGES, INSTANTS)
def test_each_warning_in_force_is_in_one_episode_of_each_area_that_it_reaches(rows: list[WeatherRow], now: int) -> None:
    found = every(rows, now)

    for forced in in_force(sent_by(rows, now)):
        held = [episode for episode in found if holding(episode, forced)]
        assert sorted(episode.area for episode in held) == sorted(reach(forced.warned))
        assert all(forced.end <= episode.end for episode in held)


@given(MESSAGES, INSTANTS)
def test_the_level_is_the_highest_in_force_and_in_a_short_gap_the_lower_of_both_sides(
    rows: list[WeatherRow], now: int
) -> None:
    forced = in_force(sent_by(rows, now))

    for episode in every(rows, now):
        mine = [each for each in forced if holding(episode, each)]

        def rank(at: int) -> int | None:
            return max((LEVELS.index(each.warned.level) for each in mine if each.start <= at < each.end), default=None)

        for at in around(rows, now):
            if episode.start <= at < episode.end:
                found = rank(at)
                if found is None:
                    ended = max(each.end for each in mine if each.end <= at)
                    begun = min(each.start for each in mine if each.start > at)
                    assert begun - ended <= GAP_MS
                    found = min(rank(ended - 1) or 0, rank(begun) or 0)
                assert level_at(episode, at) == LEVELS[found]
            else:
                assert level_at(episode, at) is None


@given(MESSAGES, INSTANTS)
def test_an_episode_begins_with_its_first_level_and_no_two_neighbours_are_equal(
    rows: list[WeatherRow], now: int
) -> None:
    for episode in every(rows, now):
        turns = [at for at, _ in episode.levels]
        levels = [level for _, level in episode.levels]

        assert turns[0] == episode.start
        assert turns == sorted(set(turns))
        assert turns[-1] < episode.end
        assert all(one != other for one, other in pairwise(levels))
        assert episode.id == episode.warnings[0].name
        assert len(set(episode.warnings)) == len(episode.warnings)


@given(st.lists(WARNINGS, max_size=8, unique_by=lambda row: (row.identifier, row.info, row.kind)), INSTANTS)
def test_warnings_of_a_kind_are_one_episode_exactly_where_there_is_no_longer_gap(
    rows: list[WeatherRow], now: int
) -> None:
    found = every(rows, now)

    for one in found:
        for other in found:
            if one is not other and (one.area, one.kind) == (other.area, other.kind):
                assert one.start > other.end + GAP_MS or other.start > one.end + GAP_MS


@given(MESSAGES, INSTANTS, INTERVALS)
def test_the_lowest_level_of_an_interval_is_that_of_its_instants(
    rows: list[WeatherRow], now: int, interval: tuple[int, int]
) -> None:
    start, end = interval
    instants = {start} | {at for at in around(rows, now) if start <= at < end}

    for episode in every(rows, now):
        levels = [level_at(episode, at) for at in sorted(instants)]
        known = [level for level in levels if level]
        expected = None if None in levels else min(known, key=LEVELS.index)
        assert lowest_level(episode, (start, end)) == expected


@given(MESSAGES, INSTANTS)
def test_red_time_is_just_where_the_level_is_red(rows: list[WeatherRow], now: int) -> None:
    for episode in every(rows, now):
        red = red_time(episode)

        for at in around(rows, now):
            assert any(start <= at < end for start, end in red) == (level_at(episode, at) == "red")


@given(MESSAGES, INSTANTS)
def test_until_the_next_change_no_answer_changes(rows: list[WeatherRow], now: int) -> None:
    change = next_change(rows, now)
    meanwhile = [at for at in around(rows, now) if now < at and (change is None or at < change)]

    assert change is None or change > now
    for at in meanwhile:
        assert made(rows, at) == made(rows, now)
        assert all(level_at(episode, at) == level_at(episode, now) for episode in every(rows, now))

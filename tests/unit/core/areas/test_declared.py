"""Measures that platforms declare: those found of a place are those that a search of all finds, whenever they were added."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.feed.reading import Mitigation
from streams.core.areas.declared import DeclaredMeasures, Place
from streams.rules.pace.kept.memo import first_difference

CITY, COUNTIES = "360100", ("360104", "360111")
INSTANTS = st.integers(0, 6)


def reaches(code: str, area: str) -> bool:
    return code in {area, CITY}


@st.composite
def measures(draw: st.DrawFn) -> Mitigation:
    start = draw(INSTANTS)
    return Mitigation(
        platform=draw(st.sampled_from(("hema", "suda"))),
        event_id=draw(st.sampled_from("abc")),
        at=draw(INSTANTS),
        area=draw(st.sampled_from((CITY, *COUNTIES))),
        sector=draw(st.sampled_from(("delivery", "ride"))),
        measure="suspend",
        from_at=start,
        until_at=start + draw(INSTANTS),
        offset=0,
        index=0,
    )


def beginning(each: Mitigation) -> tuple[int, int, str]:
    return each.from_at, each.until_at, each.event_id


def searched(every: list[Mitigation], place: Place, now: int) -> list[Mitigation]:
    """The measures of a place by a search of all, those of the same beginning in some order."""
    platform, sector, area = place
    own = [each for each in every if (each.platform, each.sector) == (platform, sector) and each.at <= now]
    return sorted((each for each in own if reaches(each.area, area)), key=lambda each: (beginning(each), repr(each)))


@given(st.lists(st.tuples(measures(), INSTANTS), unique_by=lambda each: repr(each[0])))
def test_those_of_a_place_are_found_however_they_come_and_whenever_they_are_looked_for(
    said: list[tuple[Mitigation, int]],
) -> None:
    places = [(platform, "delivery", area) for platform in ("hema", "suda") for area in COUNTIES]
    found, now = DeclaredMeasures(reaches), 0
    for number, (each, later) in enumerate(said):
        found.add(each)
        now = max(now, later)
        for place in places:
            listed = found.at(place, now)
            wanted = searched([one for one, _ in said[: number + 1]], place, now)
            assert [*map(beginning, listed)] == [*map(beginning, wanted)]
            assert sorted(map(repr, listed)) == sorted(map(repr, wanted))
            assert found.at(place, now) is listed
    assert sum(found.number.values()) == len(said)


@given(st.lists(measures(), max_size=9), st.lists(measures(), max_size=3), st.data())
def test_the_first_that_one_list_lacks_is_that_of_a_comparison_of_all(
    common: list[Mitigation], more: list[Mitigation], data: st.DataObject
) -> None:
    before = sorted(
        {*common, *data.draw(st.lists(measures(), max_size=3))}, key=lambda each: (beginning(each), repr(each))
    )
    after = sorted({*common, *more}, key=lambda each: (beginning(each), repr(each)))

    wanted = min((each.from_at for each in {*before} ^ {*after}), default=None)

    assert first_difference(before, after) == wanted
    assert first_difference(after, before) == wanted

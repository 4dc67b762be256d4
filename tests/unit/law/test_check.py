import pytest

from streams.law.check import check, remarks
from streams.law.reading.loader import load_law
from streams.law.review.doubts import doubts
from streams.law.table import Law
from tests.unit.law.laws import SOURCES, entry, law, limit, rule, texts


def test_a_sound_law_has_no_fault() -> None:
    assert check(law("2022-05-12 | 4 h", "2023-01-01 | 3 h")) == []


def test_a_sector_and_area_without_a_value_is_a_gap() -> None:
    entries = ("2022-05-12 | 4 h | sectors: [delivery, courier]", "2022-05-12 | 4 h | areas: [360121, NC-GX]")

    (said,) = check(law(*entries))

    assert said == (
        "rest.limit: no value for ride_hailing in 360111 from 2022-05-12, though it has values since 2022-05-12;"
        " add an entry for them"
    )


def test_a_value_that_begins_later_elsewhere_is_a_gap() -> None:
    said = check(law("2022-05-12 | 4 h | sectors: [delivery, courier]", "2023-01-01 | 4 h"))

    assert len(said) == 4
    assert said[0].startswith("rest.limit: no value for ride_hailing in 360111 from 2022-05-12")


def test_a_value_that_ends_with_a_wage_class_is_a_gap() -> None:
    said = check(law("2018-01-01 | 4 h | wage_class: II", "2018-01-01 | 3 h | areas: [NC-X]"))

    assert "rest.limit: no value for courier in NC-GX from 2021-04-01, though" in "\n".join(said)


def test_a_value_equal_to_the_one_before_changes_nothing() -> None:
    said = check(law("2022-05-12 | 4 h", "2022-06-01 | 4 h | sectors: [courier]", "2023-01-01 | 240 min"))

    assert said == ["rest.limit, from 2023-01-01, everywhere: the same as from 2022-05-12; leave it out"]


def test_a_value_that_somebody_has_read_from_a_day_on_is_not_the_one_before() -> None:
    assert check(law("2018-01-01 | 4 h | status: policy", "2022-05-12 | 4 h")) == []


def test_a_mode_equal_to_the_one_before_changes_nothing() -> None:
    modes = "modes: [{mode: observe, from: 2022-05-12}, {mode: observe, from: 2023-05-12}]"

    said = check(law("2022-05-12 | 4 h", modes=modes))

    assert said == ["rest, mode, from 2023-05-12, everywhere: the same as from 2022-05-12; leave it out"]


def test_an_entry_that_reaches_a_part_of_a_zone_asks_for_one_of_its_own() -> None:
    torn = law("2022-05-12 | 4 h", "2022-05-12 | 3 h | areas: [360121]")
    settled = law("2022-05-12 | 4 h", "2022-05-12 | 3 h | areas: [360121]", "2022-05-12 | 2 h | areas: [NC-GX]")

    (said,) = check(torn)

    assert said == (
        "rest.limit, from 2022-05-12, 360121: NC-GX lies in 360111, 360121 and takes what holds in 360111;"
        " add an entry for NC-GX to say so"
    )
    assert check(settled) == []


def test_a_value_that_holds_from_the_day_of_its_source_is_not_remarked() -> None:
    assert not [said for said in remarks(law("2022-05-12 | 4 h")) if said.startswith("rest.limit")]


def test_what_is_unread_or_older_than_its_source_is_remarked() -> None:
    said = remarks(law("2022-05-11 | 4 h | note: x"))

    assert said == [
        "rest.limit, from 2022-05-11, everywhere: it holds from before 2022-05-12, when its source was published",
        "NC-GX: its wage class I from 2021-04-01 was read in no text; it decides nothing by itself",
        "NC-X: that it lies in 360121 was read in no text",
    ]


def test_an_end_is_no_gap_but_is_remarked() -> None:
    ended = law("2022-05-12 | 4 h", "2023-01-01 | none", "2024-01-01 | no_rule | sectors: [courier]")

    assert check(ended) == []
    assert [each for each in remarks(ended) if each.startswith("rest.limit")] == [
        "rest.limit, from 2023-01-01, everywhere: the value ends, and what is more general holds again, if anything",
        "rest.limit, from 2024-01-01, courier: nothing holds there from then on",
    ]


def about(rest: Law) -> list[str]:
    """The doubts about the values alone."""
    return list(doubts(rest))


@pytest.mark.parametrize(
    ("value", "far"), [("287 min", False), ("288 min", True), ("40 h", True), ("193 min", False), ("192 min", True)]
)
def test_a_value_that_is_a_fifth_or_more_away_from_the_one_before_is_doubted(value: str, far: bool) -> None:
    said = about(law("2022-05-12 | 240 min", f"2023-01-01 | {value}"))

    assert [
        each.startswith(f"rest.limit, from 2023-01-01, everywhere: {value} is far from 240 min") for each in said
    ] == [True] * far


def test_a_value_of_an_overlay_that_is_far_from_ours_is_doubted() -> None:
    over = "parameters: {limit: {values: [" + entry("2022-05-12 | 8 h") + "]}}"

    (said,) = about(law("2022-05-12 | 4 h", overlay=over))

    assert "8 h is far from 4 h, the value before it" in said


def test_bands_are_far_where_one_of_them_is() -> None:
    assert about(law("2022-05-12 | [10 min, 60 min]", "2023-01-01 | [10 min, 61 min]")) == []
    assert len(about(law("2022-05-12 | [10 min, 60 min]", "2023-01-01 | [10 min, 90 min]"))) == 1


QUOTED = SOURCES.replace("article: art. 6", "quote: 连续工作超过4小时的，应当设置不少于二十分钟的工间休息时间")


@pytest.mark.parametrize(
    ("value", "contradicts"), [("4 h", False), ("20 min", False), ("240 min", False), ("5 h", True)]
)
def test_a_value_that_is_none_of_the_numbers_of_its_quote_is_doubted(value: str, contradicts: bool) -> None:
    rest = load_law(texts(rule(limit(f"2022-05-12 | {value}")).replace(SOURCES, QUOTED)))

    assert ["none of the numbers in the words quoted" in each for each in about(rest)] == [True] * contradicts


def test_a_quote_without_a_number_of_that_unit_contradicts_nothing() -> None:
    rest = load_law(texts(rule(limit("2022-05-12 | 3 orders", unit="orders")).replace(SOURCES, QUOTED)))

    assert about(rest) == []

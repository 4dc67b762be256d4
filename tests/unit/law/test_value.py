import pytest

from schemas.legal_days import day_from_text
from streams.law.value import Value
from tests.unit.law.laws import law


def only(entry: str, unit: str) -> Value:
    return law(entry, unit=unit).values[0]


def test_a_finding_cites_a_value_in_its_unit_with_its_source() -> None:
    used = only("2022-05-12 | 4 h", "ms").used()

    assert used.model_dump() == {
        "parameter": "rest.limit",
        "value": "14400000",
        "unit": "ms",
        "in_force_from": "2022-05-12",
        "source": "a plan art. 6 http://law.example/6",
        "status": "copy",
    }


def test_a_list_is_cited_with_commas() -> None:
    assert only("2022-05-12 | [15 min, 1 h]", "ms").used().value == "900000, 3600000"


def test_each_sort_of_value_is_read_as_what_it_is() -> None:
    number, word = only("2022-05-12 | 4 h", "ms"), only("2022-05-12 | online", "basis")
    numbers, words = only("2022-05-12 | [1 %, 5 %]", "percent"), only("2022-05-12 | [tip, other]", "names")

    assert (number.number, word.word, numbers.numbers, words.words) == (14_400_000, "online", (1, 5), ("tip", "other"))


def test_a_value_read_as_another_sort_says_what_it_is() -> None:
    number, words = only("2022-05-12 | 4 h", "ms"), only("2022-05-12 | [tip]", "names")

    with pytest.raises(TypeError, match=r"rest\.limit is '4 h' \(ms\); it was asked for as one word"):
        _ = number.word
    with pytest.raises(TypeError, match="a list of numbers"):
        _ = number.numbers
    with pytest.raises(TypeError, match="a list of words"):
        _ = number.words
    with pytest.raises(TypeError, match="one number"):
        _ = words.number


@pytest.mark.parametrize(
    ("text", "unit", "held"),
    [
        ("20 min", "ms", 1_200_000),
        ("1.5 h", "ms", 5_400_000),
        ("0.001 s", "ms", 1),
        ("18.5 yuan/h", "fen/h", 1850),
        ("3 orders", "orders", 3),
        ("elapsed", "measure", "elapsed"),
    ],
)
def test_quantities_are_whole_numbers_of_the_smallest_unit(text: str, unit: str, held: int | str) -> None:
    assert only(f"2022-05-12 | {text}", unit).value == held


def test_the_rule_of_a_value_is_the_stem_of_its_file() -> None:
    value = only("2022-05-12 | 4 h", "ms")

    assert (value.rule, value.from_day) == ("rest", day_from_text("2022-05-12"))

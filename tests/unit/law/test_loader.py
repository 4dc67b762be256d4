"""Each fault by its message: file and line, where, what was given, what is allowed."""

import re

import pytest

from schemas.topics import RESERVED_PLATFORMS
from tests.unit.law.laws import AREAS, PLATFORMS, SOURCES, faults, limit, rule, texts

VALUE = f"{SOURCES}\nparameters:\n  limit:\n    unit: ms\n    values:\n"
KEYS = "the keys status, value, from, source, sectors, areas, wage_class, platform, note"
LENGTH = (
    "a number, a blank and its unit, such as '4 h', '4 min', '4 s', that comes to a whole number of the smallest unit"
)


def line_six(entry: str) -> list[str]:
    """The faults of a law whose one value stands in line 6."""
    return faults(texts(f"{VALUE}      - {{{entry}}}\nmodes: [{{mode: observe, from: 2022-05-12}}]"))


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (
            "from: 2022-02-30, value: 4 h, source: plan, status: copy",
            ".from: given '2022-02-30'; allowed a date that exists, as YYYY-MM-DD",
        ),
        (
            "from: 2022-05-12, value: 4 h, source: plan, status: yes",
            ".status: given 'yes'; allowed 'official', 'copy', 'policy' or 'unread'",
        ),
        ("from: 2022-05-12, value: 4 h, status: copy", ".source: given nothing; allowed this key with a value"),
        (
            "from: 2022-05-12, value: 4 h, source: plam, status: copy",
            ".source: given 'plam'; allowed a source of this file: plan",
        ),
        (
            "from: 2022-05-12, value: 4 h, source: plan, status: copy, sector: x",
            f".sector: given the key 'sector'; allowed {KEYS}",
        ),
        (
            "from: 2022-05-12, value: 4 h, source: plan, status: copy, sectors: [taxi]",
            ".sectors.0: given 'taxi'; allowed 'delivery', 'courier' or 'ride_hailing'",
        ),
        (
            "from: 2022-05-12, value: 4 h, source: plan, status: copy, areas: [360100]",
            ".areas.0: given '360100'; allowed a county or zone of areas.yaml: 360111, 360121, NC-GX, NC-X",
        ),
        (
            "from: 2022-05-12, value: 4 h, source: plan, status: copy, areas: [NC-X], wage_class: I",
            ": given areas and a wage class in one entry; allowed one of the two",
        ),
        (
            "from: 2022-05-12, value: 4h, source: plan, status: copy",
            f".value: given '4h'; allowed {LENGTH}",
        ),
        (
            "from: 2022-05-12, value: {h: 4}, source: plan, status: copy",
            ".value: given {'h': '4'}; allowed a text or a list of texts",
        ),
        (
            "from: 2022-05-12, value: [1 h, 1 h], source: plan, status: copy",
            ".value: given ['1 h', '1 h']; allowed numbers that rise, as each is the end of a band",
        ),
    ],
)
def test_a_faulty_value_is_told_with_its_line(entry: str, fault: str) -> None:
    assert line_six(entry) == [f"rest.yaml:6: parameters.limit.values.0{fault}"]


@pytest.mark.parametrize(
    ("value", "unit", "allowed"),
    [
        ("0.0001 s", "ms", "whole number"),
        ("4 yuan", "fen/h", "'4 yuan/h'"),
        ("often", "basis", "one of online, order"),
        ("'a b'", "names", "a name without blanks or commas"),
    ],
)
def test_a_value_that_its_unit_does_not_have_is_a_fault(value: str, unit: str, allowed: str) -> None:
    (fault,) = faults(texts(rule(limit(f"2022-05-12 | {value}", unit=unit))))

    assert allowed in fault


def test_an_unknown_unit_is_a_fault_that_lists_the_units() -> None:
    (fault,) = faults(texts(rule(limit("2022-05-12 | 4 h", unit="hours"))))

    assert fault.startswith("rest.yaml:3: parameters.limit.unit: given 'hours'; allowed one of ms, fen/h, percent, ")


def test_later_values_are_of_the_same_sort_as_the_first() -> None:
    one = faults(texts(rule(limit("2022-05-12 | 4 h", "2023-01-01 | [1 h, 2 h]"))))
    several = faults(texts(rule(limit("2022-05-12 | [1 h, 2 h]", "2023-01-01 | 4 h", "2024-01-01 | [1 h]"))))

    assert [fault.partition("allowed ")[2] for fault in one + several] == [
        "one text",
        "a list, as the parameter's first value is",
        "a list of 2, as the parameter's first value is",
    ]


def test_a_key_given_twice_is_a_fault_and_not_the_last_one_wins() -> None:
    (fault,) = faults(texts(f"{VALUE}      - from: 2022-05-12\n        value: 4 h\n        value: 5 h\n"))

    assert fault == (
        "rest.yaml:8: parameters.limit.values.0.value: given the key a second time (first in line 7);"
        " allowed each key once"
    )


def test_two_entries_that_would_hold_at_once_are_a_fault() -> None:
    same = ("2022-05-12 | 4 h | areas: [360111, NC-X]", "2022-05-12 | 3 h | areas: [360111]")

    (fault,) = faults(texts(rule(limit(*same))))

    assert fault == (
        "rest.yaml:3: parameters.limit.values.1: given a second entry from 2022-05-12 for 360111;"
        " allowed one only: the other is rest.yaml:3 for 360111, NC-X"
    )


def test_the_same_entry_twice_in_a_file_is_a_fault() -> None:
    (fault,) = faults(texts(rule(limit("2022-05-12 | 4 h", "2022-05-12 | 3 h"))))

    assert "given a second entry from 2022-05-12 for everywhere; allowed one only" in fault


def test_entries_for_other_sectors_places_or_days_may_stand_together() -> None:
    entries = (
        "2022-05-12 | 4 h",
        "2022-05-12 | 4 h | sectors: [courier]",
        "2022-05-12 | 4 h | areas: [360111]",
        "2022-05-12 | 4 h | wage_class: I",
        "2023-05-12 | 4 h | wage_class: I",
    )

    assert faults(texts(rule(limit(*entries)))) == []


def test_dates_out_of_order_are_a_fault() -> None:
    (fault,) = faults(texts(rule(limit("2023-01-01 | 4 h", "2022-05-12 | 3 h"))))

    assert fault == (
        "rest.yaml:3: parameters.limit.values.1.from: given 2022-05-12 below 2023-01-01;"
        " allowed entries in order of their dates, the earliest first"
    )


def test_a_rule_without_a_mode_is_a_fault() -> None:
    said = faults(texts(rule(limit("2022-05-12 | 4 h"), modes="")))

    assert said == ["rest.yaml:1: modes: given no mode; allowed at least one mode with its `from`"]


def test_off_is_a_mode_and_on_is_none() -> None:
    off = faults(texts(rule(limit("2022-05-12 | 4 h"), modes="modes: [{mode: off, from: 2022-05-12}]")))
    on = faults(texts(rule(limit("2022-05-12 | 4 h"), modes="modes: [{mode: on, from: 2022-05-12}]")))

    assert off == []
    assert on == ["rest.yaml:4: modes.0.mode: given 'on'; allowed 'enforce', 'observe' or 'off'"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "rest.yaml:1: given an empty file; allowed a law file with at least one section"),
        ("- a", "rest.yaml:1: given ['a']; allowed keys with values"),
        ("modes: [a", "rest.yaml:1: given expected ',' or ']', but got '<stream end>'; allowed well-formed plain YAML"),
        ("a\n---\nb", "rest.yaml:2: given but found another document; allowed well-formed plain YAML"),
        ("modes:\n- \a", "rest.yaml:2: given the character '\\x07'; allowed printable text"),
        ("modes: &m [*m]", "rest.yaml:1: modes.0: given an alias to what it stands in; allowed no such alias"),
        ("? [a]\n: b", "rest.yaml:1: given found unhashable key; allowed well-formed plain YAML"),
        ("modes: '", "rest.yaml:1: given found unexpected end of stream; allowed well-formed plain YAML"),
    ],
)
def test_what_is_no_law_file_is_a_fault_and_no_traceback(text: str, fault: str) -> None:
    assert faults(texts(text)) == [fault]


def test_yaml_cannot_make_anything_but_text() -> None:
    said = faults(texts(rule(limit("2022-05-12 | !!python/object/apply:os.getcwd []"))))

    assert said == ["rest.yaml:3: parameters.limit.values.0.value: given []; allowed a text or a list of texts"]


def test_faults_of_all_files_are_told_at_once_in_order() -> None:
    files = {
        "areas.yaml": AREAS.replace("360111, 360121]", "360111, 360105]").replace("source: list", "source: lost", 1),
        "platforms.yaml": PLATFORMS.replace("[delivery]", "[]"),
        "rest.yaml": rule(limit("2022-05-12 | 5")),
    }

    said = faults(files)

    assert [fault.partition(";")[0] for fault in said] == [
        "areas.yaml:11: counties.360111.source: given 'lost'",
        "areas.yaml:25: zones.NC-GX.counties.1: given '360105'",
        "platforms.yaml:1: platforms.hema.sectors: given []",
        "rest.yaml:3: parameters.limit.values.0.value: given '5'",
    ]


def test_a_place_has_one_wage_class_a_day_in_order() -> None:
    files = texts(rule(limit("2022-05-12 | 4 h"))) | {"areas.yaml": AREAS.replace("2021-04-01", "2018-01-01")}

    (fault,) = faults(files)

    assert fault == (
        "areas.yaml:31: zones.NC-GX.wage_classes.1.from: given 2018-01-01 below 2018-01-01;"
        " allowed days that rise, each with one wage class"
    )


def test_a_law_needs_its_places_and_platforms() -> None:
    said = faults({"rest.yaml": rule(limit("2022-05-12 | 4 h"))})

    assert said == [
        "areas.yaml:1: given no such file; allowed a law with it",
        "platforms.yaml:1: given no such file; allowed a law with it",
    ]


@pytest.mark.parametrize("word", sorted(RESERVED_PLATFORMS))
def test_no_platform_may_be_named_by_a_word_that_stands_where_its_id_stands(word: str) -> None:
    (fault,) = faults(texts(rule(limit("2022-05-12 | 4 h"))) | {"platforms.yaml": PLATFORMS.replace("hema", word)})

    assert fault.startswith(
        f"platforms.yaml:1: platforms.{word}: given {word!r}; allowed another id: none, several, weather"
    )


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


def test_an_alias_of_an_alias_of_an_alias_is_a_fault_before_it_is_expanded() -> None:
    (fault,) = faults(texts(rule(limit("2022-05-12 | 4 h"))) | {"platforms.yaml": BOMB})

    assert re.fullmatch(r"platforms\.yaml:\d+: given aliases that come to more than 100,000 parts; allowed .*", fault)


def test_an_alias_that_is_used_a_few_times_is_read_as_what_it_stands_for() -> None:
    shared = """\
platforms:
  hema: {zh: 河马, en: Hema, sectors: &sectors [delivery]}
  luma: {zh: 鹿马, en: Luma, sectors: *sectors}
"""

    assert faults(texts(rule(limit("2022-05-12 | 4 h"))) | {"platforms.yaml": shared}) == []


@pytest.mark.parametrize("opened", ["[", "{a: ", "- "])
def test_what_is_nested_too_deep_is_a_fault_with_its_line(opened: str) -> None:
    (fault,) = faults(texts(rule(limit("2022-05-12 | 4 h"))) | {"platforms.yaml": "platforms:\n " + opened * 2000})

    assert fault.startswith("platforms.yaml:2: given parts nested deeper than 20; allowed ")

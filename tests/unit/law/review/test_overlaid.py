"""Changes that files laid over the law make to ours are named with file and line, and marked where milder or doubtful."""

from pathlib import Path

import pytest

from schemas.legal_days import day_from_text
from streams.law.files import overlay_of
from streams.law.review.overlaid import Overlay

TODAY = day_from_text("2026-01-01")
SAME = "{document: 洪人社发〔2022〕88号, article: 第三部分第6条, published: 2022-05-12}"
OTHER = "{document: 任意文件, published: 2022-05-12}"


def laid(folder: Path, text: str, name: str = "rest_missed.yaml") -> Overlay:
    (folder / name).write_text(text, encoding="utf-8")
    return overlay_of(folder)


def limit(entry: str, source: str = OTHER) -> str:
    return f"sources:\n  x: {source}\nparameters:\n  limit: {{values: [{{{entry}, source: x}}]}}\n"


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        (
            "from: 2022-05-12, value: 280 min, status: policy",
            "4 h -> 280 min, official -> policy, from 2022-05-12; milder",
        ),
        ("from: 2023-01-01, value: 3 h, status: official", "4 h -> 3 h, from 2023-01-01"),
        ("from: 2022-05-12, value: 3 h, status: unread", "4 h -> 3 h, official -> unread, from 2022-05-12; milder"),
        ("from: 2022-05-12, value: 4 h, status: unread", "4 h stays, official -> unread, from 2022-05-12; milder"),
        ("from: 2022-05-12, value: 240 min, status: copy", "240 min stays, official -> copy, from 2022-05-12"),
        ("from: 2014-01-01, value: 5 h, wage_class: I, status: official", "4 h -> 5 h, from 2022-05-12; milder"),
        ("from: 2022-06-01, value: none, status: policy", "4 h -> none, from 2022-06-01; milder"),
        (
            "from: 2021-01-01, value: 5 h, areas: [360104], status: policy",
            "4 h -> 5 h, official -> policy, from 2022-05-12; milder",
        ),
        ("from: 2022-06-01, value: 3 h, platform: hema, status: official", "4 h -> 3 h, from 2022-06-01"),
    ],
)
def test_a_value_that_takes_the_place_of_ours_is_named(tmp_path: Path, entry: str, change: str) -> None:
    (line,) = laid(tmp_path, limit(entry)).changes()

    assert line.startswith("overlay/rest_missed.yaml:4: rest_missed.limit, ")
    assert line.endswith(change)


def test_a_value_that_stays_and_is_cited_from_another_source_is_named(tmp_path: Path) -> None:
    (line,) = laid(tmp_path, limit("from: 2022-05-12, value: 4 h, status: official")).changes()

    assert "4 h stays, source 洪人社发〔2022〕88号 第三部分第6条 “" in line
    assert line.endswith("” -> 任意文件, from 2022-05-12")


def test_a_value_that_nobody_had_read_and_is_official_now_is_named(tmp_path: Path) -> None:
    entry = "{from: 2024-04-01, wage_class: I, value: 20 yuan/h, source: wage-2024, status: official}"
    text = f"parameters:\n  hourly_minimum: {{values: [{entry}]}}\n"

    (line,) = laid(tmp_path, text, "pay_below_minimum.yaml").changes()

    assert line.endswith("wage class I: 20 yuan/h stays, unread -> official, from 2024-04-01")


def test_a_value_that_is_ours_changes_nothing(tmp_path: Path) -> None:
    text = "parameters: {limit: {values: [{from: 2022-05-12, value: 240 min, source: clause-6, status: official}]}}"

    assert laid(tmp_path, text).changes() == []


def test_names_that_are_left_out_no_more_are_compared_too(tmp_path: Path) -> None:
    entry = "{from: 2018-01-01, value: [tip], source: x, status: policy}"
    text = f"sources:\n  x: {{document: d}}\nparameters:\n  left_out: {{values: [{entry}]}}\n"

    (line,) = laid(tmp_path, text, "pay_below_minimum.yaml").changes()

    assert line.endswith("-> tip, from 2018-01-01; milder")


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ('from: 2022-06-01, mode: "off", areas: [360104]', "360104: enforce -> off, from 2022-06-01; milder"),
        ("from: 2022-06-01, mode: observe, areas: [360104]", "360104: enforce -> observe, from 2022-06-01; milder"),
        ("from: 2020-01-01, mode: enforce", "everywhere: off -> enforce, from 2020-01-01"),
    ],
)
def test_a_mode_that_takes_the_place_of_ours_is_named(tmp_path: Path, row: str, change: str) -> None:
    (line,) = laid(tmp_path, f"modes:\n  - {{{row}}}\n").changes()

    assert line == f"overlay/rest_missed.yaml:2: rest_missed, mode, {change}"


def test_a_rule_that_is_off_at_a_place_is_named_from_its_day_on(tmp_path: Path) -> None:
    overlay = laid(tmp_path, 'modes:\n  - {from: 2022-06-01, mode: "off", areas: [360104]}\n')

    found = [len(overlay.switched_off(day_from_text(day))) for day in ("2022-05-31", "2022-06-01")]

    assert found == [0, 1]


@pytest.mark.parametrize(
    ("entry", "source", "doubt"),
    [
        ("from: 2022-05-12, value: 280 min, status: official", SAME, "in which this release reads 4 h"),
        ("from: 2031-02-01, value: 3 h, status: policy", OTHER, "more than five years ahead"),
        ("from: 2023-01-01, value: 3 h, status: official", "{document: d, published: 1022-05-12}", "before 1949"),
        ("from: 2023-01-01, value: 3 h, status: policy", "{document: d, published: 2024-01-01}", "after 2023-01-01"),
    ],
)
def test_a_doubtful_value_is_named(tmp_path: Path, entry: str, source: str, doubt: str) -> None:
    (line,) = laid(tmp_path, limit(entry, source)).doubts(TODAY)

    assert doubt in line
    assert line.startswith("overlay/rest_missed.yaml:4: ")


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        ("from: 2022-05-12, value: 4 h, status: official", SAME),
        ("from: 2022-05-12, value: 280 min, status: policy", SAME),
        ("from: 2022-05-12, value: 280 min, status: official", SAME.replace("}", ", quote: 不超过280分钟}")),
        ("from: 2031-01-01, value: 3 h, status: policy", OTHER),
        ("from: 2022-05-12, value: 3 h, status: official", OTHER.replace("2022-05-12", "1949-01-01")),
    ],
)
def test_what_is_quoted_chosen_or_of_a_usual_day_is_not_doubtful(tmp_path: Path, entry: str, source: str) -> None:
    assert laid(tmp_path, limit(entry, source)).doubts(TODAY) == []

"""Pieces of texts and what they lift and begin; each headline that the cases list."""

import tracemalloc
from pathlib import Path

import pytest

from schemas.weather.words import WeatherWords
from tests.unit.schemas.weather.messages import alert, begun, info, lifted

CASES = Path(__file__).parents[3] / "cases" / "weather" / "headlines.tsv"
LINES = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]
WORDS = WeatherWords(("雷雨大风", "台风暴雨"))


def pieces(text: str) -> list[str]:
    return [each.text for each in WORDS.pieces(text)]


@pytest.mark.parametrize(("headline", "severity", "lifts", "begins"), LINES, ids=[line[0] for line in LINES])
def test_each_headline_of_the_cases_lifts_and_begins_what_stands_beside_it(
    headline: str, severity: str, lifts: str, begins: str
) -> None:
    message = alert(info(event=None, headline=headline, severity=severity))

    assert sorted(kind for kinds in lifted(message) for kind in kinds) == sorted(set(lifts.split(",")) - {"-"})
    assert [f"{kind}:{level}" for kind, level in begun(message)] == [each for each in begins.split(",") if each != "-"]


def test_texts_are_cut_at_commas_and_stops_and_before_words_that_join() -> None:
    assert pieces("一，二；三。四,五;六并七同时八") == ["一", "二", "三", "四", "五", "六", "并七", "同时八"]
    assert pieces("甲市气象台风") == ["甲市风"]


def test_of_names_that_overlap_the_longer_one_counts() -> None:
    named = WORDS.mentions("台风暴雨蓝色、大风、雷雨大风黄色、台风暴雪")

    assert [each.kind for each in named] == ["台风暴雨", "大风", "雷雨大风", "台风", "暴雪"]
    assert [each.level for each in named] == ["blue", None, "yellow", None, None]


@pytest.mark.parametrize(
    ("piece", "lifts"),
    [
        ("解除", True),
        ("取消预警", True),
        ("尚未解除", False),
        ("暂不取消", False),
        ("不解除", False),
        ("未取消", False),
        ("尚未到时间就解除", True),
        ("预计傍晚解除", False),
        ("解除预计", True),
        ("将于18时解除", False),
        ("拟解除", False),
        ("未解除的已解除", True),
        ("发布暴雨红色预警", False),
    ],
)
def test_a_piece_lifts_unless_the_word_is_denied_or_forecast(piece: str, lifts: bool) -> None:
    assert WORDS.pieces(piece)[0].lifts is lifts


@pytest.mark.parametrize(
    ("piece", "begins"),
    [
        *((f"{verb}暴雨预警", True) for verb in ("发布", "变更", "更新", "升级", "降级", "调整", "改发", "继续发布")),
        ("升级为红色", True),
        ("国家预警信息发布中心", False),
        ("暴雨红色预警", False),
        ("发布解除暴雨的通知", False),
        ("发布尚未取消的暴雨", False),
    ],
)
def test_a_piece_begins_with_a_verb_and_a_kind_or_colour_and_no_word_of_ending(piece: str, begins: bool) -> None:
    assert WORDS.pieces(piece)[0].begins is begins


@pytest.mark.parametrize(
    ("piece", "read"),
    [
        ("发布暴雨橙色、大风蓝色预警", [("暴雨", "orange"), ("大风", "blue")]),
        ("为应对降雨将暴雨黄色预警升级为橙色", [("暴雨", "orange")]),
        ("发布的暴雨黄色预警降级至蓝色", [("暴雨", "blue")]),
        ("大风黄色变更暴雨预警", [("暴雨", None)]),
        ("升级为橙色", [("霾", "orange")]),
    ],
)
def test_what_begins_stands_behind_the_last_word_that_states_it(piece: str, read: list[tuple[str, str | None]]) -> None:
    assert [tuple(each) for each in WORDS.begun_in(WORDS.pieces(piece)[0], "霾")] == read


@pytest.mark.parametrize("text", ["发布暴雨" + "为" * 4_000, "发布暴雨" * 2_000 + "为"])
def test_a_long_text_is_read_without_copies_of_its_ends(text: str) -> None:
    (piece,) = WORDS.pieces(text)
    tracemalloc.start()
    try:
        WORDS.begun_in(piece, None)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # a copy of what stands behind each word would be 16 MB or more
    assert most < 2_000_000


@pytest.mark.parametrize(
    ("text", "lifts"),
    [
        ("不解除解除", True),
        ("解除可能", True),
        ("可能解除", False),
        ("不可能解除", False),
        ("尚未解除，未取消", False),
        ("解除预计取消", True),
        ("暂不取消可能解除", False),
    ],
)
def test_a_word_of_ending_lifts_unless_it_is_denied_directly_or_forecast_anywhere_before(
    text: str, lifts: bool
) -> None:
    assert any(each.lifts for each in WORDS.pieces(text)) is lifts


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("将暴雨黄色变更为橙色为", ["暴雨:orange"]),
        ("发布暴雨黄色，为", ["暴雨:yellow"]),
        ("发布大风变更暴雨红色发布", ["暴雨:red"]),
        ("发布为", []),
    ],
)
def test_what_begins_stands_behind_the_last_word_that_has_a_kind_or_a_colour_behind_it(
    text: str, begins: list[str]
) -> None:
    assert [f"{each.kind}:{each.level}" for each in WORDS.begun_in(WORDS.pieces(text)[0], None)] == begins

"""Of an episode with more levels and warnings than a finding lists there are the first, and number and digest of the others."""

from hashlib import sha256

import orjson
import pytest

from alerts.leads.evidence.pieces import lists_part_of_weather
from schemas.findings.finding import Finding
from streams.facts.weather.episode import Episode, LevelSpan
from streams.facts.weather.persistent_sequence import Pieces
from streams.law.files import packaged_law
from streams.rules.pace import warned
from tests.unit.rules.areas import AREA, MINUTE, at, busy, found, packed_pushes, together, usual, view

LAW = packaged_law()
START = at("08:00")


def storm(number: int) -> Episode:
    """Red and orange by turns, ten minutes each, each by a warning of its own."""
    steps = [(START + each * 10 * MINUTE, "orange" if each % 2 else "red") for each in range(number)]
    spans = [LevelSpan(begin, begin + 10 * MINUTE, "o", f"w{each}", level) for each, (begin, level) in enumerate(steps)]
    return Episode("o/w0", "暴雨", AREA, START, START + number * 10 * MINUTE, Pieces(steps), Pieces(spans))


def judged(number: int, rule: str = "pace_not_eased") -> Finding:
    cells = together(busy("08:30", "12:00", orders=10), usual(1, 2, orders=10))
    pushed = {slot: cell._replace(pushes=packed_pushes([7 * MINUTE])) for slot, cell in cells.items()}
    (finding,) = found(LAW, view(pushed, storm(number), now="13:00"), rule)
    return finding


def test_few_are_all_listed_and_nothing_is_said_of_a_rest() -> None:
    plain = orjson.loads(judged(30).model_dump_json())

    (episode,) = plain["pace"]["warned"]
    assert (len(episode["levels"]), len(episode["warnings"])) == (30, 30)
    assert "levels_rest" not in episode
    assert not lists_part_of_weather(plain)


@pytest.mark.parametrize("rule", ["pace_not_eased", "dispatch_under_red"])
def test_of_more_there_are_number_and_digest_that_follow_from_the_whole_list(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = "pace" if rule == "pace_not_eased" else "under_red"
    (whole,) = orjson.loads(judged(30, rule).model_dump_json())[field]["warned"]
    monkeypatch.setattr(warned, "MOST_LISTED", 7)

    plain = orjson.loads(judged(30, rule).model_dump_json())

    (episode,) = plain[field]["warned"]
    for name in ("levels", "warnings"):
        assert episode[name] == whole[name][:7]
        left = "".join(" ".join(row) + "\n" for row in whole[name][7:])
        assert episode[f"{name}_rest"] == {
            "start": whole[name][7][0],
            "lines": 23,
            "sha256": sha256(left.encode()).hexdigest(),
        }
    assert lists_part_of_weather(plain)


def test_episodes_beyond_so_many_lines_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warned, "MOST_LINES", 1)
    gale = Episode("o/g", "大风", AREA, START, START + 60 * MINUTE, ((START, "yellow"),))
    cells = together(busy("08:30", "12:00", orders=10), usual(1, 2, orders=10))

    figures = [each.pace for each in found(LAW, view(cells, storm(30), gale, now="13:00"))]

    assert [(len(each.warned), each.warned_rest) for each in figures if each] == [(1, 1)]

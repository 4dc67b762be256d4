"""Weather in words, as offices send it: four orders pushed at 09:00, 10:00, 12:00 and 13:00, and which of them were under red.

Each case is judged at 20:00 on 1 June 2022 in 360104: the red time as `start-end` (no end while it runs), and the pushes.
"""

from functools import cache
from pathlib import Path

import pytest

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.instants import from_rfc3339
from schemas.legal_days import local_time as local
from schemas.weather.message import WeatherReader
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.tools.recorded.weather_messages import RecordedMessage, messages_in
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay

CASES = Path(__file__).parents[1] / "cases" / "weather"
NOW = from_rfc3339("2022-06-01T20:00:00+08:00")
CITY, COUNTY, PROVINCE = "36010041600000", "36012141600000", "36000041600000"
"""The codes of three offices: the city's is above the county's, the province's above both."""
ALL_DAY = ["08:30-", "4"]


@cache
def the_law() -> Law:
    return packaged_law()


def red_of(*texts: bytes, area: str = "360104") -> list[str]:
    """The red time of the one finding and the number of pushes; nothing where there is none."""
    places = the_law().places
    feed, weather = FeedReader(places.known), WeatherReader(places.known)
    pushes = (CASES / "red-pushes.ndjson").read_bytes().replace(b"360104", area.encode())
    replay = Replay(the_law(), ReplayRequest(now=NOW))
    replay.fold(feed.read_lines(pushes.splitlines()))
    for text in texts:
        read = weather.read(text, arrival=None, offset=0)
        assert read.faults == []
        replay.fold(Reading(), read.rows)
    found = [each for each in replay.result().findings() if each.rule == "dispatch_under_red"]
    assert {str(each.kind) for each in found} <= {"indication"}
    times = ((each.starts_at, each.ends_at, each.measured) for each in found)
    return [word for start, end, count in times for word in (f"{clock(start)}-{clock(end)}", str(count))]


def clock(at: int | None) -> str:
    return "" if at is None else local(at)[11:16]


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("lifted-by-an-alert", ["08:30-11:00", "2"]),
        ("lifted-by-an-update", ["08:30-11:00", "2"]),
        ("one-identifier-two-senders", ["08:50-", "4"]),
        ("new-level-without-reference", ["08:50-10:30", "2"]),
        ("second-geocode-scheme", []),
    ],
)
def test_each_case_of_other_peoples_reports_has_its_right_value(file: str, wanted: list[str]) -> None:
    with (CASES / f"{file}.xml").open("rb") as text:
        messages = [each.text for each in messages_in(text) if isinstance(each, RecordedMessage)]

    assert red_of(*messages) == red_of(*messages[::-1]) == wanted


def test_the_second_geocode_scheme_is_passed_over_and_the_warning_taken() -> None:
    text = (CASES / "second-geocode-scheme.xml").read_bytes()

    read = WeatherReader(the_law().places.known).read(text, arrival=None, offset=0)

    assert [(each.kind, each.level, each.counties) for row in read.rows for each in row.begins] == [
        ("暴雨", "orange", ("360104",))
    ]
    assert read.passed == ["info[0]/area[0]/geocode[1]/value: JXZ014 is passed over: a code of another scheme"]


def said(
    clock: str,
    name: str,
    headline: str,
    severity: str = "Red",
    *,
    kind: str = "Alert",
    refers: str = "",
    office: str = CITY,
    geocode: str = "360104",
    described: str = "x",
    more: str = "",
) -> bytes:
    """A message of the national form, sent at a clock of that day."""
    area = f"<area><areaDesc>{described}</areaDesc><geocode>{geocode}</geocode></area>" if geocode else ""
    return (
        f"<alert><identifier>{name}</identifier><sender>x</sender><senderCode>{office}</senderCode>"
        f"<sendTime>2022-06-01 {clock}:00</sendTime><status>Actual</status><msgType>{kind}</msgType>"
        f"<references>{refers}</references><info>{more}<severity>{severity}</severity><expires></expires>"
        f"<headline>{headline}</headline>{area}</info></alert>"
    ).encode()


RED = said("08:30", "A1", "南昌市气象台发布暴雨红色预警")
CHAIN = (RED, said("09:30", "A2", "发布暴雨红色预警"))
SHARED = ("国家预警信息发布中心", "南昌市气象台")


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        pytest.param((RED,), ALL_DAY, id="a red warning without an end is red for a day"),
        pytest.param(
            (RED, said("11:00", "A2", "暴雨红色预警预计11时解除")), ALL_DAY, id="a forecast of its end is none"
        ),
        pytest.param((RED, said("11:00", "A2", "暴雨红色预警尚未解除")), ALL_DAY, id="not lifted yet is not lifted"),
        pytest.param(
            (RED, said("11:00", "A2", "解除大风红色预警")), ALL_DAY, id="the lift of another kind ends nothing of rain"
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警", office=COUNTY)), ALL_DAY, id="an office below lifts nothing"
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警", office=PROVINCE)),
            ALL_DAY,
            id="the office above lifts only what it refers to",
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警", office=PROVINCE, refers=f"{CITY},A1,2022-06-01T08:30:00+08:00")),
            ["08:30-11:00", "2"],
            id="the office above lifts what it refers to",
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警", geocode="360113")), ALL_DAY, id="a lift holds in its areas"
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警", geocode="", refers="A1")),
            ["08:30-11:00", "2"],
            id="a lift without a code is of its family everywhere",
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警", geocode="")), ALL_DAY, id="or of nothing where it has no family"
        ),
        pytest.param(
            (RED, said("11:00", "A2", "暴雨", more="<responseType>AllClear</responseType>")),
            ["08:30-11:00", "2"],
            id="AllClear lifts",
        ),
        pytest.param(
            (RED, said("11:00", "A2", "解除暴雨红色预警，变更为暴雨橙色预警", "Orange", kind="Update", refers="A1")),
            ["08:30-11:00", "2"],
            id="a lift in an Update that begins a lower level",
        ),
        pytest.param(
            (RED, said("12:30", "A2", "解除暴雨橙色预警，升级为红色预警", "Orange")), ALL_DAY, id="a lift that begins red"
        ),
        pytest.param(
            (*CHAIN, said("11:00", "A3", "", kind="Cancel", refers="A1")),
            ["08:30-11:00", "2"],
            id="a Cancel of any message of a chain ends it",
        ),
        pytest.param(
            (RED, said("09:30", "A2", "发布暴雨蓝色预警", "Blue"), said("11:00", "A1", "", kind="Cancel")),
            ["08:30-09:30", "1"],
            id="a level changed without a reference",
        ),
        pytest.param(
            (
                RED,
                *(said(at, "A2", "解除暴雨预警", kind="Cancel", refers="A1") for at in ("09:30", "12:30")),
                said("11:30", "A1", "发布暴雨红色预警"),
            ),
            ["08:30-09:30", "1", "11:30-12:30", "1"],
            id="a Cancel sent twice ends each time",
        ),
        pytest.param(
            (said("08:30", "A1", "发布暴雨红色预警", geocode="360000", described="全省"),), ALL_DAY, id="a whole province"
        ),
        pytest.param(
            (said("08:30", "A1", "发布暴雨红色预警", geocode="360000", described="南昌市南昌县"),),
            [],
            id="a province of which only another county is named",
        ),
        pytest.param((said("08:30", "A1", "发布暴雨红色预警", geocode="360104001000"),), [], id="a town is no county"),
        pytest.param((said("08:30", "A1", "发布雷雨大风红色预警"),), [], id="a kind of the areas file is of its own"),
        pytest.param(
            (RED.replace(f"<senderCode>{CITY}</senderCode>".encode(), b"").replace(b">x<", f">{SHARED[1]}<".encode(), 1),
             said("11:00", "A2", "", kind="Cancel", refers="A1")),
            ["08:30-11:00", "2"],
            id="an office signs with its name or its code",
        ),
        pytest.param(
            (RED.replace(f"<senderCode>{CITY}</senderCode>".encode(), b"").replace(b">x<", f">{SHARED[0]}<".encode(), 1),
             said("11:00", "A2", "", kind="Cancel", refers="A1")),
            ALL_DAY,
            id="a channel that offices share is none of them",
        ),
    ],
)  # fmt: skip
def test_a_sibling_of_those_cases_has_its_right_value(messages: tuple[bytes, ...], wanted: list[str]) -> None:
    assert red_of(*messages) == red_of(*messages[::-1]) == wanted


def test_a_zone_is_red_where_one_of_the_two_counties_that_it_lies_in_is() -> None:
    first, second = (said("08:30", f"A{code}", "发布暴雨红色预警", geocode=code) for code in ("360111", "360121"))
    lifted = said("11:00", "A2", "解除暴雨预警", geocode="360111")

    assert red_of(first, area="NC-GX") == red_of(first, second, lifted, area="NC-GX") == ALL_DAY
    assert red_of(first, lifted, area="NC-GX") == ["08:30-11:00", "2"]
    assert red_of(first, area="NC-JK") == []

from pathlib import Path

import pytest

from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import lines, session
from tests.unit.schemas.weather.messages import alert, geocode, info

FUTURE = "9000-01-01T00:00:00Z"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "storm.xml"


def test_what_was_understood_is_reported_in_a_line(file: Path) -> None:
    file.write_bytes(alert(info(area=geocode("360104", "360121000000")), msgType="Update", references="A0"))

    result = call("weather", "--dry-run", file)

    assert result.exit_code == 0
    assert result.stdout == (
        f"{file}:1: A1 begins 暴雨 orange in 青云谱区, 南昌县, 高新区,"
        " from 2022-06-01 11:00:00 +08:00 until 2022-06-01 15:00:00 +08:00, replaces A0\n"
    )
    assert result.stderr == "1 of 1 message would be sent\n"


def test_a_cancel_and_a_missing_end_are_reported(file: Path) -> None:
    file.write_bytes(
        alert(msgType="Cancel", identifier="A2", references="A1 A0") + alert(info(expires=None, area=geocode("360102")))
    )

    cancelled, warned = call("weather", "--dry-run", file).stdout.splitlines()

    assert cancelled == f"{file}:1: A2 cancels A0, A1 in 青云谱区 from 2022-06-01 10:15:00 +08:00 on"
    assert warned.endswith("in 东湖区, from 2022-06-01 11:00:00 +08:00 until 2022-06-02 11:00:00 +08:00")


def test_what_is_lifted_and_what_begins_beside_it_are_reported(file: Path) -> None:
    both = info(headline="解除暴雨红色预警，变更为暴雨橙色预警")
    file.write_bytes(alert(both) + alert(info(headline="解除预警", area=None), references="A0"))

    said = [line.split(" ", 2)[2] for line in call("weather", "--dry-run", file).stdout.splitlines()]

    span = "from 2022-06-01 11:00:00 +08:00 until 2022-06-01 15:00:00 +08:00"
    assert said == [
        f"begins 暴雨 orange in 青云谱区, {span}",
        "lifts 暴雨 in 青云谱区 from 2022-06-01 10:15:00 +08:00 on",
        "lifts 暴雨 of A0 everywhere from 2022-06-01 10:15:00 +08:00 on",
    ]


def test_codes_of_other_schemes_and_places_elsewhere_are_reported_as_passed_over(file: Path) -> None:
    file.write_bytes(
        alert(info(area=geocode("360104", "JXZ014", "360200", "360104001000")), info(event="地震", headline=None))
    )

    result = call("weather", "--dry-run", file)

    place = f"{file}:1: info[0]/area[0]/geocode"
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f"{place}[1]/value: JXZ014 is passed over: a code of another scheme",
        f"{place}[2]/value: 360200 is passed over: a place elsewhere, or one that counts as no county of ours",
        f"{place}[3]/value: 360104001000 is passed over: a place elsewhere, or one that counts as no county of ours",
        f"{file}:1: info[1] is passed over: none of our kinds is named",
        "1 of 1 message would be sent",
    ]


def test_a_warning_for_elsewhere_is_a_warning_and_is_no_fault() -> None:
    result = call("weather", "--dry-run", "-", given=alert(info(area=geocode("410000000000"))))

    assert result.exit_code == 0
    assert result.stdout == ""
    assert (
        result.stderr.splitlines()[-2] == "<stdin>:1: it speaks of no kind and place of ours, and changes nothing here"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (alert(status="Test"), ":1: bad_value: status: 'Test' is given; allowed: Actual"),
        (
            alert(info(), info(severity="Purple", headline=None)),
            ":1[1]: bad_value: info[1]/severity: 'Purple' is given; allowed: Minor",
        ),
        (lines(*session("08:00", "12:00")), ":1: not_xml: "),
        (b"", ":1: not_xml: nothing is given"),
        (alert(sent=FUTURE), f":1: from_the_future: sent: '{FUTURE}' is given"),
    ],
)
def test_a_fault_is_reported_with_file_code_and_detail(given: bytes, said: str, file: Path) -> None:
    file.write_bytes(given)

    result = call("weather", "--dry-run", file)

    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "0 of 1 message would be sent")
    assert result.stderr.startswith(f"{file}{said}")


def test_without_a_broker_nothing_is_sent_and_it_is_reported(file: Path) -> None:
    file.write_bytes(alert())

    result = call("weather", "--broker", "127.0.0.1:1", file)

    assert (result.exit_code, "nothing was sent: No Kafka answers at 127.0.0.1:1" in result.stderr) == (2, True)


def test_standard_input_is_read_once() -> None:
    result = call("weather", "--dry-run", "-", "-", given=alert())

    assert (result.exit_code, "standard input (-) is given twice" in result.stderr) == (2, True)


def test_hostile_text_is_shown_escaped(file: Path) -> None:
    file.write_bytes(alert(identifier="A\u202e\u0085") + alert(severity="\u202e", status="\u202e"))

    result = call("weather", "--dry-run", file)

    assert not {"\u202e", "\u0085"} & set(result.output)


def test_check_shows_what_a_weather_file_holds_beside_the_events(file: Path, tmp_path: Path) -> None:
    file.write_bytes(alert() + alert(msgType="Cancel", references="A1"))
    (tmp_path / "events").write_bytes(lines(*session("08:00", "08:02")))

    result = call("check", file, tmp_path / "events")

    said = result.stdout.splitlines()
    assert result.exit_code == 0
    assert said[0].startswith(f"{file}:1: A1 begins 暴雨 orange in 青云谱区, from ")
    assert said[1].startswith(f"{file}:1: A1 cancels A1 in 青云谱区 from ")
    assert said[-1] == "4 events, 2 of them about the weather: none would be refused; 0 kinds of doubt"


def test_check_of_weather_alone_shows_no_table_of_events(file: Path) -> None:
    file.write_bytes(alert())

    said = call("check", file).stdout.splitlines()

    assert said[1:] == ["1 event, 1 of them about the weather: none would be refused; 0 kinds of doubt"]


def test_check_counts_a_faulty_message_among_the_refused(file: Path) -> None:
    file.write_bytes(alert(info(), info(severity="Purple", headline=None)))

    fault, warned, summary = objects(call("check", "--format", "json", file).stdout)

    (begun,) = warned["begins"]
    assert (begun["kind"], begun["areas"], begun["until"]) == ("暴雨", ["360104"], "2022-06-01T07:00:00.000Z")
    assert (fault["line"], fault["index"], fault["code"]) == (1, 1, "bad_value")
    assert (summary["events"], summary["weather"], summary["refused"]) == (0, 1, {"bad_value": 1})


def test_replay_takes_weather_files_beside_the_events_and_judges_areas(file: Path) -> None:
    file.write_bytes(alert())

    result = call("replay", file, "-", given=lines(*session("08:00", "08:02")))

    assert result.exit_code == 0
    assert result.stderr.startswith("2 events of 1 worker in 1 area and 1 weather message, judged at ")


def test_replay_of_some_workers_reports_that_areas_are_not_judged(file: Path) -> None:
    file.write_bytes(alert())

    result = call("replay", file, "-", "--worker", "ab", given=lines(*session("08:00", "08:02")))

    assert result.stderr.splitlines()[0] == "not judged: areas; leave out --worker to judge them"
    assert "2 events of 1 worker and 1 weather message, judged at " in result.stderr


def test_replay_of_weather_before_there_was_a_law_names_what_was_not_judged(file: Path) -> None:
    file.write_bytes(alert().replace(b"2022-06-01", b"2022-05-01"))
    early = lines(*session("08:00", "12:30")).replace(b"2022-06-01", b"2022-05-01")

    result = call("replay", file, "-", "--now", "2022-05-01T18:00", given=early)

    (said,) = (line for line in result.stderr.splitlines() if "pace_not_eased" in line)
    assert said == (
        "not judged: slots of bad weather of any level in 360104 on 2022-05-01 by pace_not_eased:"
        " no value of pace_not_eased.share_blue is in force there then (from 2022-05-12 it is 0 %)"
    )


def test_replay_of_weather_alone_asks_for_events(file: Path) -> None:
    file.write_bytes(alert())

    result = call("replay", file)

    assert (result.exit_code, "no event was read beside 1 weather message" in result.stderr) == (0, True)

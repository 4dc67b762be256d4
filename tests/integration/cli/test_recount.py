from pathlib import Path

import pytest

from streams.tools.city.files import write_files
from streams.tools.city.simulator import City
from streams.tools.recount.findings import RULES
from tests.integration.cli.calls import call, objects
from tests.oracle.feed import write_feed
from tests.oracle.weeks import OF_THE_STANDARD
from tests.unit.cli.days import WORKER, lines, said, session

HOUR = 3_600_000
NOON_PAST = "2022-06-01T13:00"
A_DAY_AFTER = "2022-06-02T13:00"
START = 1_764_000_000_000
A_DAY_LATER = ("--now", "2025-11-26T12:00")
"""The instant at which the pay of the city's day, which begins at `START`, is judged."""
SHORTER = """
parameters:
  limit:
    values: [{from: 2022-05-12, value: 3 h, source: clause-6, status: policy}]
"""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_recount_of_a_city_agrees_with_its_replay(seed: int, tmp_path: Path) -> None:
    write_files(City(seed, 120, START), tmp_path, START, START + 8 * HOUR, lambda *_: None)
    files = [file for file in tmp_path.glob("*.ndjson") if file.stem != "planted"]

    now, a_day_later = call("recount", *files), call("recount", *files, *A_DAY_LATER)
    judged = objects(call("replay", *files, *A_DAY_LATER, "--format", "json").stdout)

    assert (now.exit_code, now.stdout, a_day_later.exit_code, a_day_later.stdout) == (0, "", 0, "")
    assert all(" differences; " in each.stderr and "recounted 0 " not in each.stderr for each in (now, a_day_later))
    assert {finding["rule"] for finding in judged} == set(
        RULES
    ) - OF_THE_STANDARD  # the city is of 2022, the standard of 2025


@pytest.mark.parametrize("name", ["events", "shuffled"])
def test_the_recount_of_a_day_of_edges_agrees_with_its_replay(name: str, tmp_path: Path) -> None:
    write_feed(tmp_path, 7, 50, None)

    result = call("recount", tmp_path / f"{name}.ndjson")

    assert (result.exit_code, result.stdout) == (0, "")
    assert ", 0 differences; " in result.stderr


@pytest.fixture
def day(tmp_path: Path) -> Path:
    (tmp_path / "day").write_bytes(lines(*session("08:00", "12:01")))
    return tmp_path / "day"


@pytest.fixture
def ledger(day: Path, tmp_path: Path) -> str:
    """A ledger in which a replay of the day at 13:00, under a limit of three hours, is recorded."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "rest_missed.yaml").write_text(SHORTER)
    assert call("ledger", "upgrade", "--ledger", url).exit_code == 0
    assert call("replay", day, "--now", NOON_PAST, "--law", tmp_path / "law", "--ledger", url).exit_code == 0
    return url


def test_it_agrees_with_a_ledger_that_has_recorded_the_same(day: Path, ledger: str, tmp_path: Path) -> None:
    result = call("recount", day, "--now", NOON_PAST, "--law", tmp_path / "law", "--ledger", ledger)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("recounted 1 finding at 2022-06-01 13:00:00 +08:00, 0 differences; ")


def test_a_lead_by_another_law_is_named_with_worker_day_and_rule(day: Path, ledger: str) -> None:
    result = call("recount", day, "--now", NOON_PAST, "--ledger", ledger)

    (row,) = result.stdout.splitlines()[1:]
    assert result.exit_code == 1
    assert row.split()[:4] == [WORKER[:16], "2022-06-01", "rest_missed", "hema"]
    assert "limit: 4 h 00 min 00 s in the recount, 3 h 00 min 00 s in the ledger" in row
    assert "recounted 1 finding at 2022-06-01 13:00:00 +08:00, 1 difference; " in result.stderr


def test_a_difference_in_json_has_what_both_say(day: Path, ledger: str) -> None:
    (told,) = objects(call("recount", day, "--now", NOON_PAST, "--ledger", ledger, "--format", "json").stdout)

    assert (told["worker"], told["day"], told["rule"]) == (WORKER, "2022-06-01", "rest_missed")
    assert told["differs"] == ["due_at", "limit", "severity"]
    assert (told["recount"]["due_at"], told["ledger"]["due_at"]) == (
        "2022-06-01T04:00:00.000Z",
        "2022-06-01T03:00:00.000Z",
    )


def test_a_lead_of_another_time_is_not_compared(day: Path, ledger: str, tmp_path: Path) -> None:
    (tmp_path / "next").write_bytes(day.read_bytes().replace(b"06-01", b"06-02"))

    result = call("recount", tmp_path / "next", "--ledger", ledger, "--format", "json")

    (own,) = objects(result.stdout)
    assert (own["day"], own["ledger"]) == ("2022-06-02", None)


def test_a_line_that_is_no_event_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"{oops\n")

    result = call("recount", tmp_path / "bad")

    assert result.exit_code == 1
    assert f"{tmp_path}/bad:1: not_json: " in result.stderr
    assert "no event was read; give files of events" in result.stderr


def test_a_wrong_ledger_is_reported_before_anything_is_read(day: Path) -> None:
    result = call("recount", day, "--ledger", "leads.db")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "sqlite:///FILE" in result.stderr


def test_a_day_without_reported_pay_is_not_compared_where_the_files_have_no_pay(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path / "work"
    file.write_bytes(lines(said("order.accepted", "08:00"), said("order.completed", "10:00")))
    assert call("ledger", "upgrade", "--ledger", url).exit_code == 0
    assert call("replay", file, "--now", A_DAY_AFTER, "--ledger", url).exit_code == 0

    result = call("recount", file, "--now", A_DAY_AFTER, "--ledger", url)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 day without reported pay not compared: the files have no pay of that time" in result.stderr

import gzip
import os
import subprocess
from pathlib import Path

import pytest

from tests.integration.cli.calls import PROGRAM, call, objects, run
from tests.oracle.feed import write_feed
from tests.unit.cli.days import WORKER, lines, said, session

BREACH = lines(*session("08:00", "12:01"))


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("feed")
    write_feed(out, 7, 50, None)
    return out


@pytest.mark.parametrize("horizon", [[], ["--horizon", "48h"]], ids=["for ever", "48 h"])
@pytest.mark.parametrize("name", ["events", "shuffled"])
def test_a_recorded_city_gives_the_expected_findings(name: str, horizon: list[str], feed: Path) -> None:
    expected = objects((feed / "expected.ndjson").read_text())

    result = call("replay", feed / f"{name}.ndjson", "--format", "json", "--warnings", *horizon)

    found = [
        {**f, "platform": next(iter(f["platforms"])) if f["scope"] == "platform" else None}
        for f in objects(result.stdout)
    ]
    order = ("subject", "starts_at", "rule", "kind", "scope", "platform")
    assert result.exit_code == 0
    assert [tuple(str(f[key] or "") for key in order) for f in found] == sorted(
        tuple(str(f[key] or "") for key in order) for f in found
    )
    # a finding leaves out what it has not: `shortfall_fen` of all but breaches about pay
    keys = {key for each in expected for key in each}
    assert _sorted([{key: f.get(key) for key in keys} for f in found]) == _sorted(
        [{key: each.get(key) for key in keys} for each in expected]
    )


def _sorted(findings: list[dict[str, object]]) -> list[str]:
    return sorted(str(sorted(finding.items())) for finding in findings)


def test_standard_input_may_be_packed() -> None:
    result = call("replay", "-", "--format", "json", given=gzip.compress(BREACH))

    (found,) = objects(result.stdout)
    assert (found["subject"], found["starts_at"], found["ends_at"]) == (WORKER, "2022-06-01T00:00:00.000Z", None)


def test_what_is_no_event_is_reported_with_its_place_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J").write_bytes(b"{oops\n" * 22 + BREACH)

    result = call("replay", tmp_path / "a\x1b[2J", "--format", "json")

    said_so = result.stderr.splitlines()
    assert (result.exit_code, len(objects(result.stdout))) == (1, 1)
    assert said_so[0].startswith(f"{tmp_path}/a\\x1b[2J:1: not_json: ")
    assert said_so[20] == "… and 2 more that are no events; `shiftwarden check` lists them all"


def test_what_is_not_yet_judged_is_reported(tmp_path: Path) -> None:
    early = BREACH.replace(b"06-01", b"05-01")
    (tmp_path / "events").write_bytes(BREACH + early)

    result = call("replay", tmp_path / "events", "--now", "2022-06-01T12:00")

    assert result.exit_code == 0
    assert "not judged: 1 event later than 2022-06-01 12:00:00 +08:00" in result.stderr
    assert "stretches that began in 360104 on 2022-05-01 by rest_missed: no value of rest_missed.limit" in result.stderr
    assert "4 events of 1 worker, judged at 2022-06-01 12:00:00 +08:00: no finding" in result.stderr


def test_pay_whose_order_nobody_accepted_is_counted_by_platform(tmp_path: Path) -> None:
    entry = {"category": "piece", "amount_fen": 1, "order_id": "o9"}
    paid = [said("pay.accrued", "09:00", entry_id=f"p{number}", **entry) for number in range(3)]
    (tmp_path / "events").write_bytes(lines(*session("08:00", "11:50"), *paid, paid[0]))

    result = call("replay", tmp_path / "events")

    assert "not judged: 3 pay entries whose order nobody accepted (hema 3)\n" in result.stderr


def test_days_that_the_platform_has_yet_to_settle_are_counted_by_platform(tmp_path: Path) -> None:
    overlay = tmp_path / "law"
    overlay.mkdir()
    (overlay / "platforms.yaml").write_text(
        "platforms: {hema: {zh: 河马, en: Hema, sectors: [delivery], settles: [{by: week, from: 2022-01-01}]}}", "utf-8"
    )
    order = {"order_id": "o1"}
    served = [said("order.accepted", "08:00", **order, assigned="pushed"), said("order.completed", "10:00", **order)]
    (tmp_path / "events").write_bytes(lines(*served))
    asked = ("replay", tmp_path / "events", "--law", overlay, "--format", "json", "--now")

    before, after = (call(*asked, f"2022-06-{day}T00:00") for day in ("12", "13"))

    assert "not judged: 1 day below the minimum that the platform has yet to settle (hema 1)\n" in before.stderr
    assert (before.stdout, [f["rule"] for f in objects(after.stdout)]) == ("", ["pay_below_minimum"])
    assert "to settle" not in after.stderr


def test_warnings_are_printed_only_on_request(tmp_path: Path) -> None:
    (tmp_path / "events").write_bytes(lines(*session("08:00", "11:50")))

    silent, told = (call("replay", tmp_path / "events", "--format", "json", *more) for more in ([], ["--warnings"]))

    assert (silent.stdout, [f["rule"] for f in objects(told.stdout)]) == ("", ["rest_due"])


def test_a_table_is_made_for_people(tmp_path: Path) -> None:
    (tmp_path / "events").write_bytes(
        lines(*session("08:00", "12:01"), said("session.heartbeat", "13:00", session_id="s2"))
    )

    header, row = call("replay", tmp_path / "events").stdout.splitlines()

    assert header.startswith("rule ")
    assert row.split()[:5] == ["rest_missed", "breach", WORKER[:16], "hema", "360104"]
    assert "2022-06-01 08:00:00  2022-06-01 12:01:00  4 h 01 min 00 s  4 h 00 min 00 s  minor" in row


def test_on_a_narrow_terminal_each_cell_is_shown_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "events").write_bytes(BREACH)
    screen, terminal = os.openpty()

    with os.fdopen(terminal, "wb") as out, os.fdopen(screen, "rb", buffering=0) as seen:
        env = {**os.environ, "COLUMNS": "80"}
        subprocess.run([PROGRAM, "replay", tmp_path / "events"], stdout=out, env=env, timeout=120, check=True)
        shown = seen.read(4096).decode().splitlines()

    assert shown[0] == f"rule rest_missed · kind breach · about {WORKER[:16]} · on hema"
    assert shown[1].startswith("  area 360104 青云谱区 · start (+08:00) 2022-06-01 08:00:00")


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        (["nowhere.ndjson"], "'nowhere.ndjson' does not exist"),
        ([], "Missing argument 'FILE...'"),
        (["-", "-"], "standard input (-) is given twice"),
        (["-", "--now", "noon"], "allowed: an instant such as"),
        (["-", "--horizon", "1h"], "24h at least"),
        (["-", "--worker", "X"], "1 to 64 of 0-9 a-f"),
        (["-", "--law", "nowhere"], "'nowhere' does not exist"),
        (["-", "--ledger", "leads.db"], "sqlite:///FILE"),
    ],
)
def test_wrong_use_names_what_is_allowed(wrong: list[str], answer: str) -> None:
    result = call("replay", *wrong, given=BREACH)

    assert (result.exit_code, result.stdout) == (2, "")
    assert answer in result.stderr


def test_as_a_process_its_output_is_findings_alone(feed: Path) -> None:
    result = run("replay", str(feed / "events.ndjson"), "--format", "json")

    assert (result.returncode, len(objects(result.stdout.decode()))) == (0, len(result.stdout.splitlines()))
    assert b"\x1b" not in result.stdout + result.stderr
    assert b"events/s" in result.stderr.splitlines()[-1]


def test_a_reader_that_leaves_early_is_no_trouble(feed: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "replay", str(feed / "events.ndjson"), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said_so = process.stderr.read()

    assert b"Traceback" not in said_so
    assert b"BrokenPipe" not in said_so

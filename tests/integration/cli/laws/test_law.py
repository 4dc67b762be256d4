from pathlib import Path

from streams.law.files import packaged_law
from tests.integration.cli.calls import call, objects


def test_the_packaged_law_has_no_error() -> None:
    result = call("law", "check")

    assert (result.exit_code, result.stdout.splitlines()[-1].endswith("no error")) == (0, True)


def test_a_faulty_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "rest_missed.yaml").write_text("parameters:\n  limit: [\n")

    checked, replayed = call("law", "check", "--law", tmp_path), call("replay", "-", "--law", tmp_path, given="")

    assert (checked.exit_code, checked.stdout.startswith("overlay/rest_missed.yaml:3: ")) == (1, True)
    assert (replayed.exit_code, "overlay/rest_missed.yaml:3: " in replayed.stderr) == (2, True)


def test_of_a_folder_laid_over_the_law_its_own_lines_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    (tmp_path / "platforms.yaml").write_text(
        "platforms:\n  newcomer: {zh: 新来者, en: Newcomer, sectors: [delivery], settles: [{by: week, from: 2026-01-01}]}\n"
    )

    alone, over = call("law", "check").stdout.splitlines(), call("law", "check", "--law", tmp_path).stdout.splitlines()

    assert over[0] == "the folder changes 1 entry of ours"
    assert over[1].startswith("change: overlay/platforms.yaml:2: platforms newcomer: new: ")
    assert over[2].startswith("budget of newcomer: ")
    assert over[3] == "newcomer settles pay by the week from 2026-01-01 [OVERLAY in place of settled by the day]"
    assert over[4].startswith(f"… and {len(alone) - 1} more lines about the files of this release; ")
    assert (over[5].endswith(" areas: no error"), len(over)) == (True, 6)


def test_an_entry_of_the_overlay_that_changes_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "rest_due.yaml").write_text(
        "parameters:\n  lead:\n    values:\n      - {from: 2030-01-01, value: 15 min, status: policy, source: policy}\n"
    )

    result = call("law", "check", "--law", tmp_path)

    _, first, second, *_, last = result.stdout.splitlines()
    assert first.startswith("error: rest_due.lead, from 2030-01-01")
    assert first.endswith("; leave it out")
    assert second.startswith("warning: rest_due.lead, from 2030-01-01")
    assert (result.exit_code, last.endswith(": 1 error")) == (1, True)


def test_the_law_of_a_day_and_place_is_shown_with_its_source() -> None:
    shown = call("law", "show", "--on", "2022-06-01", "--area", "360104").stdout
    rows = objects(call("law", "show", "--on", "2022-05-11", "--area", "NC-GX", "--format", "json").stdout)

    assert "青云谱区" in shown
    assert "洪人社发〔2022〕88号" in next(line for line in shown.splitlines() if line.startswith("rest_missed.limit"))
    assert {(row["since"], row["until"]) for row in rows if row["parameter"].startswith("rest_")} == {
        ("", "2022-05-12")
    }


def test_the_bands_of_severity_are_named() -> None:
    shown = call("law", "show", "--on", "2022-06-01", "--area", "360104").stdout.splitlines()

    pace = next(line for line in shown if line.startswith("pace_not_eased.severity"))
    assert "minor up to yellow, serious up to orange, grave above" in pace


def test_a_statutory_holiday_is_shown_with_its_source_and_a_day_of_an_unknown_year_as_unknown() -> None:
    holiday, moved, unknown = (
        call("law", "show", "--on", day, "--area", "360104").stdout.splitlines()[1]
        for day in ("2025-10-06", "2025-10-07", "2031-10-01")
    )
    told = objects(call("law", "show", "--on", "2027-02-05", "--area", "360104", "--format", "json").stdout)[0]

    assert holiday.startswith("A statutory holiday: 中秋节 (Mid-Autumn Festival) (copy; 国务院办公厅")
    assert (moved, "not known" in unknown) == ("No statutory holiday", True)
    assert (told["parameter"], told["value"], told["status"]) == ("holiday", "春节 (Spring Festival)", "copy")


def test_an_area_that_there_is_not_gets_the_list() -> None:
    result = call("law", "show", "--area", "3601")

    assert (result.exit_code, "NC-GX 高新区" in result.stderr) == (2, True)


def test_two_laws_are_compared_entry_by_entry(tmp_path: Path) -> None:
    (tmp_path / "rest_missed.yaml").write_text(
        "parameters:\n  limit:\n    values:\n"
        "      - {from: 2022-05-12, value: 5 h, status: policy, source: policy}\n"
        "      - {from: 2024-01-01, value: 6 h, status: policy, source: policy}\n"
    )

    same, other = call("law", "diff", "ours", "ours"), call("law", "diff", "ours", tmp_path)
    changes = objects(call("law", "diff", "ours", tmp_path, "--format", "json").stdout)

    assert (same.exit_code, same.stdout.splitlines()[-1]) == (0, "0 differences")
    assert (other.exit_code, other.stdout.splitlines()[-1]) == (1, "2 differences")
    changed, new = changes
    assert changed["name"] == "rest_missed.limit, from 2022-05-12, everywhere"
    assert (changed["before"]["value"], changed["after"]["value"]) == (14_400_000, 18_000_000)
    assert (changed["before"]["status"], changed["after"]["status"]) == ("official", "policy")
    assert (new["before"], new["after"]["value"]) == (None, 21_600_000)


def test_a_law_is_compared_with_a_text_that_was_kept(tmp_path: Path) -> None:
    kept = tmp_path / "law.txt"
    kept.write_text(packaged_law().text, encoding="utf-8")

    same, none = call("law", "diff", kept, "ours"), call("law", "diff", tmp_path / "nothing", "ours")

    assert (same.exit_code, none.exit_code) == (0, 2)
    assert "allowed: a folder of law files, a file with the text of a law, or ours" in none.stderr


def test_the_history_of_a_parameter_has_every_value_and_marks_those_of_an_overlay(tmp_path: Path) -> None:
    (tmp_path / "rest_missed.yaml").write_text(
        "parameters:\n  limit:\n    values:\n      - {from: 2024-01-01, value: none, status: copy, source: clause-6}\n"
        "  break:\n    values:\n      - {from: 2022-05-12, value: 10 min, status: policy, source: policy}\n"
    )

    limit = objects(call("law", "history", "rest_missed.limit", "--law", tmp_path, "--format", "json").stdout)
    pause = call("law", "history", "rest_missed.break", "--law", tmp_path).stdout
    shown = call("law", "show", "--on", "2022-06-01", "--area", "360104", "--law", tmp_path).stdout
    unknown = call("law", "history", "rest_missed.limt")

    assert [(row["since"], row["value"], row["status"]) for row in limit] == [
        ("2022-05-12", "4 h", "official"),
        ("2024-01-01", "none", "copy"),
    ]
    assert "OVERLAY in place of 20 min: 洪人社发〔2022〕88号" in pause
    assert "OVERLAY in place of 20 min: 洪人社发〔2022〕88号" in shown
    assert (unknown.exit_code, "allowed: " in unknown.stderr) == (2, True)

from pathlib import Path

import pytest

from streams.law.calendar import day_from_text
from streams.law.errors import LawError
from streams.law.files import packaged_law


def test_a_directory_is_laid_over_the_packaged_law_and_other_files_in_it_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "rest_due.yaml").write_text("modes: [{mode: off, from: 2024-02-29}]", encoding="utf-8")
    (tmp_path / "README.txt").write_text("no law", encoding="utf-8")

    law = packaged_law(tmp_path)

    modes = [law.mode("rest_due", area="NC-WL", day=day_from_text(day)) for day in ("2024-02-28", "2024-02-29")]
    assert modes == ["enforce", "off"]


def test_a_directory_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"nowhere:1: given a directory that cannot be read .*; allowed a readable one"):
        packaged_law(tmp_path / "nowhere")


def test_a_file_that_is_not_utf_8_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "rest_due.yaml").write_bytes(b"\xff")

    with pytest.raises(LawError, match=r"rest_due\.yaml:1: given a file that cannot be read .*; allowed text in UTF-8"):
        packaged_law(tmp_path)

import os
from pathlib import Path

import pytest

from schemas.legal_days import day_from_text
from streams.law.errors import LawError
from streams.law.files import MOST_BYTES, packaged_law


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


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "rest_due.yaml").write_text("modes: [{mode: off, from: 2024-02-29}]", encoding="utf-8-sig")

    law = packaged_law(tmp_path)

    assert law.mode("rest_due", area="NC-WL", day=day_from_text("2024-02-29")) == "off"


def test_a_pipe_is_told_by_its_name_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rest_due.yaml")

    with pytest.raises(LawError, match=r"rest_due\.yaml:1: given something that is no regular file; allowed a file"):
        packaged_law(tmp_path)


def test_a_file_that_is_far_too_large_is_told_by_its_name_and_size(tmp_path: Path) -> None:
    (tmp_path / "rest_due.yaml").write_bytes(b"#" * (MOST_BYTES + 1))

    with pytest.raises(LawError, match=r"rest_due\.yaml:1: given 1,048,577 bytes; allowed at most 1,048,576"):
        packaged_law(tmp_path)

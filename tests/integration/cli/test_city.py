"""`shiftwarden city --out` and what `shiftwarden replay` makes of its files."""

from pathlib import Path
from typing import Any

import pytest

from schemas.instants import from_rfc3339
from tests.integration.cli.calls import call, objects

RULES = {"rest_missed", "dispatch_during_rest", "pay_below_minimum", "pace_not_eased", "dispatch_under_red"}


@pytest.mark.parametrize("horizon", [[], ["--horizon", "48h"]])
def test_a_replay_of_a_citys_files_finds_what_is_planted_and_nothing_else(horizon: list[str], tmp_path: Path) -> None:
    told = call("city", "--out", tmp_path, "--workers", "300", "--seed", "2", "--until", "2025-11-26T05:59:00+08:00")
    planted = objects((tmp_path / "planted.jsonl").read_text())
    files = [file for file in sorted(tmp_path.iterdir()) if file.name != "planted.jsonl"]

    found = objects(call("replay", *files, "--format", "json", *horizon).stdout)

    assert (told.exit_code, len(files)) == (0, 6)
    assert sorted(map(in_short, found)) == sorted(map(in_short, planted))
    assert {one["rule"] for one in found} == RULES


def test_a_city_that_would_begin_after_its_end_is_refused(tmp_path: Path) -> None:
    result = call("city", "--out", tmp_path, "--start", "2025-11-26T06:00:00Z", "--until", "2025-11-26T05:00:00Z")

    assert result.exit_code == 2
    assert "--start" in result.stderr


def in_short(one: dict[str, Any]) -> tuple[str, str, str, str, int, int]:
    """The part that a finding and a line of `planted.jsonl` share; -1 for no end yet."""
    return one["rule"], one["kind"], one["scope"], one["subject"], _instant(one["starts_at"]), _instant(one["ends_at"])


def _instant(said: str | int | None) -> int:
    if said is None:
        return -1
    return from_rfc3339(said) if isinstance(said, str) else said

"""The digest of the law in force: the same however the files are written, another for any other law."""

import hashlib
import json

import pytest

from streams.law.table import Law
from tests.unit.law.laws import SOURCES, law

OURS = ("2022-05-12 | 4 h", "2023-01-01 | 3 h")


def overlay(entry: str) -> str:
    return f"{SOURCES}\nparameters: {{limit: {{values: [{{{entry}, source: plan, status: copy}}]}}}}"


def test_it_is_the_sha_256_of_a_text_with_a_line_for_each_entry() -> None:
    rest = law(*OURS)

    assert rest.digest == hashlib.sha256(rest.text.encode()).hexdigest()
    lines = [json.loads(line) for line in rest.text.splitlines()]
    found = [each["value"] for each in lines if "value" in each]
    assert [(each["parameter"], each["value"], each["from_day"]) for each in found] == [
        ("rest.limit", 14_400_000, "2022-05-12"),
        ("rest.limit", 10_800_000, "2023-01-01"),
    ]
    assert {name for each in lines for name in each} == {
        *("value", "mode", "platform", "counties", "zones", "cities", "provinces"),
    }


@pytest.mark.parametrize(
    "same",
    [
        law("2022-05-12 | 240 min", "2023-01-01 | 180 min"),
        law("2022-05-12 | 4 h", overlay=overlay("from: 2023-01-01, value: 3 h")),
        law("2022-05-12 | 4 h | note: a remark", "2023-01-01 | 3 h"),
    ],
    ids=["other units", "from an overlay", "a remark"],
)
def test_it_is_the_same_however_the_files_are_written(same: Law) -> None:
    assert same.digest == law(*OURS).digest


@pytest.mark.parametrize(
    "other",
    [
        law("2022-05-12 | 4 h", "2023-01-01 | 2 h"),
        law("2022-05-12 | 4 h", "2023-01-02 | 3 h"),
        law("2022-05-12 | 4 h"),
        law("2022-05-12 | 4 h", "2023-01-01 | 3 h | status: policy"),
        law("2022-05-12 | 4 h", "2023-01-01 | 3 h | sectors: [courier]"),
        law(*OURS, modes="modes: [{mode: observe, from: 2022-05-12}]"),
    ],
    ids=["value", "day", "one less", "status", "sector", "mode"],
)
def test_any_other_law_has_another(other: Law) -> None:
    assert other.digest != law(*OURS).digest

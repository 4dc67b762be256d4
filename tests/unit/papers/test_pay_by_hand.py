"""The days of pay that are worked out by hand in the document are judged as it says, and add up to its figures."""

import json
import re
from typing import Any, Final

import pytest
from click.testing import CliRunner

from streams.cli.main import main
from streams.facts.pay.days import CONTRADICTED_MS
from streams.facts.pay_entry import MOST_VARIANTS
from tests.oracle.pay.page import added_up
from tests.unit.documents import PAY, block, called, rows, text

EVENTS: Final = block(PAY, "json", "<!-- example: pay -->")
BY_HAND: Final = dict(re.findall(r"\n\*\*(\w\d), .*?\.\*\*(.*?)(?=\n\n)", text(PAY), re.DOTALL))


def replayed(now: str | None = None) -> dict[str, dict[str, Any]]:
    """The findings of the command in the document, by the last two digits of the worker; at another `now` where given."""
    (command,) = (words for words in called(PAY) if words[0] == "replay" and "day.ndjson" in words)
    words = ["-" if word == "day.ndjson" else word for word in command]
    if now is not None:
        words[words.index("--now") + 1] = now
    run = CliRunner().invoke(main, words, input=EVENTS)
    findings = [json.loads(line) for line in run.stdout.splitlines()]
    return {finding["subject"][-2:]: finding for finding in findings}


@pytest.fixture(scope="module")
def findings() -> dict[str, dict[str, Any]]:
    """The findings of the document, by the heads of its table."""
    (later,) = re.findall(r"once more at `([^`]+)`", text(PAY))
    return replayed() | {"d1, 9 June": replayed(later)["d1"]}


def shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def test_each_day_in_the_document_gives_the_finding_in_its_table(findings: dict[str, dict[str, Any]]) -> None:
    (heads,) = (line for line in text(PAY).splitlines() if line.startswith("| field of pay |"))
    table = rows(PAY, "field of pay")
    columns = [head.strip() for head in heads.strip("|").split("|")][1:]

    assert set(columns) == set(findings)
    for number, column in enumerate(columns):
        found = findings[column]
        assert {name: cells[number] for name, cells in table.items()} == {
            name: shown(found.get(name)) for name in table
        }


def test_each_finding_in_the_document_adds_up_as_it_says(findings: dict[str, dict[str, Any]]) -> None:
    for finding in findings.values():
        figures = finding | finding["pay"]
        sums = added_up(finding)
        if finding["kind"] != "breach":
            sums.pop("shortfall_fen")
        assert sums == {name: figures[name] for name in sums}


def test_the_figures_in_the_sentences_are_those_of_the_findings(findings: dict[str, dict[str, Any]]) -> None:
    c1, d1, e1, f1, later = (findings[name] for name in ("c1", "d1", "e1", "f1", "d1, 9 June"))

    assert BY_HAND.keys() == {"c1", "d1", "e1", "f1"}
    assert f"= {c1['pay']['larger_fen']:,} fen; nothing contradicts" in BY_HAND["c1"]
    assert f"{c1['shortfall_fen']} fen are lacking" in BY_HAND["c1"]
    assert f"= {c1['measured']:,}; `limit` = 5,430 ÷ 3 = {c1['limit']:,}" in BY_HAND["c1"]
    assert f"`measured_high` = 4,500 ÷ 5 = {c1['measured_high']}" in BY_HAND["c1"]
    assert f"50 = {d1['pay']['larger_fen']:,} fen, not below" in BY_HAND["d1"]
    assert f"÷ 2 = {d1['measured']:,}, `measured_high` = 50 ÷ 2 = {d1['measured_high']}" in BY_HAND["d1"]
    assert f"{later['pay']['larger_fen']} fen are {later['shortfall_fen']:,} fen too little" in BY_HAND["d1"]
    (entry,) = (each for each in e1["evidence"] if each["what"] == "entry")
    assert f"= {entry['amount_fen']:,} fen of the second" in BY_HAND["e1"]
    assert f"÷ 0.5 = {f1['measured']:,}; `measured_high` = 4,624 ÷ 2.5 = {f1['measured_high']:,}" in BY_HAND["f1"]


def test_the_limits_of_a_contradiction_are_those_of_the_code() -> None:
    assert CONTRADICTED_MS == 7 * 86_400_000
    assert f"Of more than {MOST_VARIANTS} contradictory statements" in text(PAY)
    assert MOST_VARIANTS // 2 == 8

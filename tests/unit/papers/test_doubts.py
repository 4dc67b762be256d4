"""The page about doubts names each of them, and its example is doubted as it says."""

import json

from click.testing import CliRunner

from streams.cli.main import main
from tests.unit.documents import DOUBTS, blocks, rows
from tests.unit.papers.test_documents import doubts


def test_the_page_names_every_doubt_that_check_has() -> None:
    assert set(rows(DOUBTS, "what `check` doubts")) == doubts()


def test_its_example_is_doubted_as_it_says() -> None:
    (events,) = blocks(DOUBTS, "json")

    result = CliRunner().invoke(main, ["check", "-", "--format", "json"], input=events)

    summary = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {doubt["name"] for doubt in summary["doubts"]} == {"session_silent_too_long", "order_ends_twice"}

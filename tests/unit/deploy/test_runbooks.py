import re
from pathlib import Path

import pytest

from streams.rules import RULES

PROJECT = Path(__file__).parents[3]
RUNBOOKS = PROJECT / "deploy/runbooks"
PAGES = sorted((PROJECT / "deploy").rglob("*.md"))


def test_every_rule_has_law_cases_and_a_runbook_of_its_stem_and_there_is_no_other_runbook() -> None:
    rules = {rule.__module__.rpartition(".")[2] for rule in RULES}

    assert {page.stem for page in RUNBOOKS.glob("*.md")} == rules
    assert {file.stem for file in (PROJECT / "tests/cases").glob("*.yaml")} == rules
    assert all((PROJECT / f"streams/law/{rule}.yaml").is_file() for rule in rules)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())

    assert all((page.parent / link).exists() for link in links)


@pytest.mark.parametrize("page", sorted((RUNBOOKS / "health").glob("*.md")), ids=lambda page: page.stem)
def test_a_runbook_says_what_it_means_where_to_look_and_what_to_do(page: Path) -> None:
    text = page.read_text()

    assert all(f"**{part}" in text for part in ("What it says.", "What it means.", "Look.", "Do."))

import re
from pathlib import Path

import pytest

from streams.rules import AREA_RULES, RULES
from streams.rules.pace.pace_not_eased import UNIT
from tests.unit.documents import rows, text

PROJECT = Path(__file__).parents[3]
RUNBOOKS = PROJECT / "deploy/runbooks"
PAGES = sorted((PROJECT / "deploy").rglob("*.md"))


def test_every_rule_has_law_cases_and_a_runbook_of_its_stem_and_there_is_no_other_runbook() -> None:
    rules = {rule.__module__.rpartition(".")[2] for rule in RULES}

    assert {page.stem for page in RUNBOOKS.glob("*.md")} == rules
    assert {file.stem for file in (PROJECT / "tests/cases").glob("*.yaml")} == rules
    assert all((PROJECT / f"streams/law/{rule}.yaml").is_file() for rule in rules)


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_the_page_of_a_rule_has_its_figures_with_their_unit_and_how_to_work_them_out_by_hand(rule: str) -> None:
    page = RUNBOOKS / f"{rule}.md"
    explained = {name for cell in rows(page, "field") for name in cell.split(", ")}

    assert {"starts_at", "ends_at", "measured", "limit", "unit"} <= explained
    assert re.findall(r"^## (.*)", text(page), re.MULTILINE) == ["What it says", "By hand", "What to do"]


def test_the_units_on_the_pages_about_areas_are_those_of_the_findings() -> None:
    written = [rows(RUNBOOKS / f"{rule.name}.md", "field")["limit, unit"][0] for rule in AREA_RULES]

    assert [cell.rpartition("; ")[2] for cell in written] == [UNIT, "orders"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())

    assert all((page.parent / link).exists() for link in links)


@pytest.mark.parametrize("page", sorted((RUNBOOKS / "health").glob("*.md")), ids=lambda page: page.stem)
def test_a_runbook_says_what_it_means_where_to_look_and_what_to_do(page: Path) -> None:
    text = page.read_text()

    assert all(f"**{part}" in text for part in ("What it says.", "What it means.", "Look.", "Do."))

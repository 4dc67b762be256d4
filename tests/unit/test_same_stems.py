import tomllib
from pathlib import Path

from streams.rules import RULES

ROOT = Path(__file__).parents[2]
NO_RULE = {"areas", "holidays", "measuring", "platforms"}


def stems(folder: str, suffix: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob(f"*{suffix}")}


def test_a_rule_has_a_module_a_law_file_cases_and_a_runbook_of_its_name() -> None:
    rules = RULES
    modules = {rule.__module__.rpartition(".")[2] for rule in rules}

    assert modules == {rule.name for rule in rules}
    assert modules == stems("streams/law", ".yaml") - NO_RULE
    assert modules == stems("tests/cases", ".yaml")
    assert modules == stems("deploy/runbooks", ".md")


def test_every_wing_of_the_rules_is_kept_from_the_others() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (kept,) = [contract["modules"] for contract in contracts if contract["type"] == "independence"]

    wings = {f"streams.rules.{folder.parent.name}" for folder in (ROOT / "streams/rules").glob("*/__init__.py")}

    assert set(kept) == wings

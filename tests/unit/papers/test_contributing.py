"""The walks of CONTRIBUTING.md: the files that they name exist, and a rule that touches those of its walk alone passes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.documents import PROJECT, text

PAGE = PROJECT / "CONTRIBUTING.md"
CHECKS = ("tests/unit/test_same_stems.py", "tests/unit/deploy/test_runbooks.py", "tests/unit/deploy/test_dashboard.py")
MOST_FILES = 6
"""The files of a rule, its papers included."""
PAPERS = "rule or name_in_a_document"
FOLDERS = ("schemas", "streams", "alerts", "deploy", "tests")

RULE = '''"""`{name}`: a rule that finds nothing yet."""

from streams.facts.views.worker_view import WorkerView
from streams.law.table import Law
from streams.rules.contract import Verdict, WorkerRule


class WeeklyStub(WorkerRule):
    """The rule, made with the law."""

    name = "{name}"
    objects = "weeks"

    def __init__(self, law: Law) -> None:
        self._law = law

    def evaluate(self, view: WorkerView, verdict: Verdict) -> None:
        """Add nothing."""
'''
LAW = """title: 每周休息 Weekly stub
sources:
  policy: {document: 洪人社发〔2022〕88号, note: a stub}
parameters:
  limit: {meaning: Days in a row., unit: ms, values: [{from: 2022-05-12, value: 6 h, source: policy, status: policy}]}
modes: [{from: 2022-05-12, mode: observe, note: a stub}]
"""
RUNBOOK = """# {name}: nothing yet

A stub.

## What it says
| field | meaning |
|---|---|
| `starts_at`, `ends_at` | never |
| `measured` | nothing |
| `limit`, `unit` | six hours; ms |

## By hand
## What to do
"""
CASES = """- name: Nothing is found
  now: "12:00"
  events: [08:00 online hema]
  findings: []
"""


def walk(heading: str) -> str:
    """The section under a heading."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text(PAGE), re.DOTALL | re.MULTILINE)
    assert found is not None, heading
    return found[1]


def paths(section: str) -> list[str]:
    """The files that a section names."""
    return [
        path for path in re.findall(r"`([\w./<>-]+)`", section) if re.fullmatch(r"[\w./<>-]+\.(py|yaml|md|sql)", path)
    ]


@pytest.mark.parametrize(
    ("wing", "rule"), [("rest", "rest_missed"), ("pay", "pay_below_minimum"), ("pace", "pace_not_eased")]
)
def test_every_file_that_a_walk_names_exists(wing: str, rule: str) -> None:
    named = [path.replace("<wing>", wing).replace("<rule>", rule) for path in paths(text(PAGE))]
    to_come = {"DIR/", "rNNNN_NAME"}

    missing = [path for path in named if not any(each in path for each in to_come) and not (PROJECT / path).is_file()]

    assert len(named) > 20
    assert missing == []


def _insert(file: Path, before: str, added: str) -> None:
    written = text(file)
    assert before in written, file
    file.write_text(written.replace(before, added + before, 1))


def _add_rule(project: Path, name: str) -> set[str]:
    """Follow the walk with a rule that finds nothing; returns the files touched."""
    (project / f"streams/rules/rest/{name}.py").write_text(RULE.format(name=name))
    rules = project / "streams/rules/__init__.py"
    _insert(rules, "\nWORKER_RULES", f"from streams.rules.rest.{name} import WeeklyStub\n")
    rules.write_text(text(rules).replace("PayBelowMinimum)", "PayBelowMinimum, WeeklyStub)", 1))
    (project / f"streams/law/{name}.yaml").write_text(LAW)
    (project / f"tests/cases/{name}.yaml").write_text(CASES)
    (project / f"deploy/runbooks/{name}.md").write_text(RUNBOOK.format(name=name))
    _insert(project / "CHANGELOG.md", "| `rest_due` | 6", f"| `{name}` | 6 | x | x |\n")
    return {
        f"streams/rules/rest/{name}.py",
        "streams/rules/__init__.py",
        f"streams/law/{name}.yaml",
        f"tests/cases/{name}.yaml",
        f"deploy/runbooks/{name}.md",
        "CHANGELOG.md",
    }


def _run(project: Path, *arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(project), "HOME": str(project)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-2000:]


def test_a_rule_that_touches_the_files_of_its_walk_alone_passes(tmp_path: Path) -> None:
    project, name = tmp_path / "project", "weekly_stub"
    project.mkdir()
    for folder in FOLDERS:
        shutil.copytree(PROJECT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in PROJECT.iterdir():
        if file.is_file():
            shutil.copy(file, project)

    touched = _add_rule(project, name)

    named = {path.replace("<wing>", "rest").replace("<rule>", name) for path in paths(walk("Add a rule"))}
    assert touched <= named
    assert len(touched) <= MOST_FILES
    _run(project, "-m", "deploy.grafana.build")
    _run(project, "-c", "from streams.cli.main import main; main()", "law", "check")
    _run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *CHECKS)
    _run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/unit/papers/test_documents.py", "-k", PAPERS)
    _run(
        project,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/unit/oracle/test_workers.py",
        "-k",
        "cases or hand or Nothing",
    )

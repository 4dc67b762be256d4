import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from streams.cli.duty.metrics import NotifyMetrics
from streams.duty_metrics import DutyCollector
from streams.metrics import Metrics
from tests.servers.prometheus import operands, rule_queries
from tests.servers.tools import needs
from tests.unit.alerts.routing.duties import routing, shift, shifts
from tests.unit.deploy.queries import queries

PROJECT = Path(__file__).parents[3]
FOLDER = PROJECT / "deploy/prometheus"
RULES = sorted((FOLDER / "rules").glob("*.yml"))
TESTS = sorted((FOLDER / "tests").glob("*.yml"))


def _rules(key: str) -> dict[str, dict[str, Any]]:
    groups = [group for file in RULES for group in yaml.safe_load(file.read_text())["groups"]]
    return {rule[key]: rule for group in groups for rule in group["rules"] if key in rule}


def _named(texts: list[str]) -> set[str]:
    """The metrics that these expressions name, without the suffix of a histogram's series."""
    names = {name for text in texts for name in re.findall(r"(?<!:)\bshiftwarden_\w+(?!\w*:)", text)}
    both = "shiftwarden_feed_events_"
    names |= {f"{both}{end}_total" for end in ("accepted", "refused") if any(f"{both}(" in text for text in texts)}
    return {re.sub("_(bucket|count|sum)$", "", name) for name in names - {both}}


def _promtool(*arguments: str) -> tuple[int, str]:
    answer = subprocess.run(
        [needs("promtool"), *arguments], capture_output=True, text=True, check=False, timeout=60, cwd=FOLDER
    )
    return answer.returncode, answer.stdout + answer.stderr


def test_promtool_reads_the_configuration_and_every_rule() -> None:
    status, said = _promtool("check", "config", "prometheus.yml")

    assert status == 0, said


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_the_rules_fire_when_they_should_and_not_before(file: Path) -> None:
    status, said = _promtool("test", "rules", str(file))

    assert status == 0, said


def test_every_alert_is_seen_firing_in_a_test() -> None:
    tests = "\n".join(file.read_text() for file in TESTS)

    seen = set(re.findall(r"alertname(?:=\"|: )(\w+)", tests))

    assert seen == set(_rules("alert"))


def test_every_alert_has_a_summary_a_severity_and_a_runbook_of_its_name() -> None:
    for name, rule in _rules("alert").items():
        stem = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()

        assert rule["annotations"]["runbook"] == f"deploy/runbooks/health/{stem}.md"
        assert (PROJECT / rule["annotations"]["runbook"]).is_file()
        assert rule["annotations"]["summary"]
        assert rule["labels"]["severity"] in {"page", "ticket", "info"}


def test_every_runbook_of_health_belongs_to_an_alert() -> None:
    written = {f"deploy/runbooks/health/{file.name}" for file in (PROJECT / "deploy/runbooks/health").glob("*.md")}

    assert written == {rule["annotations"]["runbook"] for rule in _rules("alert").values()}


def test_every_metric_is_shown_or_watched_and_none_is_asked_for_that_is_not_there() -> None:
    registry = CollectorRegistry()
    Metrics(registry)
    NotifyMetrics(registry)
    registry.register(DutyCollector(lambda: routing(shifts(shift("s"))), lambda: 0))
    described = {f.name + {"counter": "_total", "info": "_info"}.get(f.type, "") for f in registry.collect()}

    named = _named(queries() + rule_queries())

    assert named == described


def test_every_recorded_rule_is_used_and_none_is_asked_for_that_is_not_recorded() -> None:
    asked = {name for text in queries() + rule_queries() for name in re.findall(r"\w*:\w+:\w+|\w+:\w+_\w+5m", text)}

    assert asked == set(_rules("record"))


def test_an_alert_that_compares_with_nothing_is_turned_away() -> None:
    with pytest.raises(ValueError, match="is no comparison"):
        operands("absent(up)")

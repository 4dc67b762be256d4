"""A real Prometheus with the deployed rules, for tests that ask what an operator's panels and alerts would ask.

It scrapes the given targets every second on the job name of the deployment and evaluates the rules every second.
"""

import json
import math
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.servers.tools import needs
from tests.unit.deploy.queries import queries as dashboard_queries

PROJECT = Path(__file__).parents[2]
QUIET_WHEN_WELL = (
    "shiftwarden_outbox",  # these come from notifiers, not from workers
    "shiftwarden_on_duty",
    "shiftwarden_rota_gap",
    "shiftwarden_deliveries",
    "shiftwarden_leads_unsigned",
    "shiftwarden_messages_undelivered",
    "shiftwarden_notices",
    "shiftwarden_notify",
    "shiftwarden_feed_events_refused_total",
    "shiftwarden_feed_refused:",
    "shiftwarden_events_too_late_seconds",
    "shiftwarden_law_value_missing",
    "shiftwarden_law_values_unread",
    'sum by (platform) (last_over_time(kind_rule_area_platform:shiftwarden_findings_standing:sum{kind="undecidable"',
    'shiftwarden_findings_standing:sum{rule="pace_not_eased", kind="undecidable"',
    'shiftwarden_findings_standing:sum{rule="pace_not_eased", kind="breach"',
    'shiftwarden_findings_standing:sum{rule="daily_hours"',
    'shiftwarden_findings_standing:sum{rule="weekly_rest"',
    'shiftwarden_findings_standing:sum{rule=~"daily_hours|weekly_rest"',
    "shiftwarden_corrections",
    "shiftwarden_pay_entries_orderless",
    "shiftwarden_pay_days_not_settled",
    "shiftwarden_silent_seconds",
    "shiftwarden_bookings",
    "shiftwarden_booked_ahead_seconds",
    "shiftwarden_outside_seconds",
    "shiftwarden_orders_outside",
    "shiftwarden_weather_refused:",
    "shiftwarden_weather_messages_refused_total",
    "shiftwarden_over_budget_worker_days",
    "shiftwarden_subjects_set_aside",
)
"""Series that a system in good order may never have: pass it as `quiet` where nothing provokes refusals."""
RULES = tuple(sorted((PROJECT / "deploy/prometheus/rules").glob("*.yml")))


@dataclass(frozen=True)
class Prometheus:
    """A running server, at `http://127.0.0.1:port`."""

    url: str

    def query(self, expr: str) -> list[float]:
        """The values that an instant query answers now, one a series; NaN ones are left out."""
        answer = self._get("/api/v1/query", {"query": expr})
        values = [float(series["value"][1]) for series in answer["result"]]
        return [value for value in values if not math.isnan(value)]

    def targets(self) -> dict[str, str]:
        """Each target's health: `up`, `down` or `unknown`."""
        return {target["scrapeUrl"]: target["health"] for target in self._get("/api/v1/targets")["activeTargets"]}

    def firing(self) -> set[str]:
        """The names of the alerts that fire, but for the one that always does."""
        alerts = self._get("/api/v1/alerts")["alerts"]
        return {alert["labels"]["alertname"] for alert in alerts if alert["state"] == "firing"} - {"Watchdog"}

    def _get(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        url = f"{self.url}{path}?{urllib.parse.urlencode(parameters or {})}"
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - always http on 127.0.0.1
            return json.load(answer)["data"]


@contextmanager
def running_prometheus(targets: Sequence[str], folder: Path) -> Iterator[Prometheus]:
    """A Prometheus that scrapes `targets` (`host:port`), with its files in `folder`; all targets are up."""
    program = needs("prometheus")
    port = _free_port()
    config = folder / "prometheus.yml"
    config.write_text(yaml.safe_dump(_config(targets)))
    arguments = [
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, *arguments], stdout=log, stderr=log)
        try:
            server = Prometheus(f"http://127.0.0.1:{port}")
            _wait_until_up(server, process, folder / "log", len(targets))
            yield server
        finally:
            process.terminate()
            process.wait(timeout=120)


def rule_queries() -> list[str]:
    """The queries of the rules: each recorded expression, and each side of an alert without its threshold."""
    rules = [rule for file in RULES for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]
    recorded = [rule["expr"] for rule in rules if "record" in rule]
    return recorded + [part for rule in rules if "alert" in rule for part in operands(rule["expr"])]


def operands(alert: str) -> list[str]:
    """The operands of an alert's comparisons. An alert has the form `a > 1`, or several such joined `on (label)` or `on ()`.

    >>> operands("a > 300 unless on (platform) b > 0")
    ['a', 'b']
    """
    comparisons = re.split(r" (?:and|unless) on \(\w*\) ", alert)
    found = [re.fullmatch(r"(.+) (?:>|==) [\d.]+", comparison) for comparison in comparisons]
    if None in found:
        raise ValueError(f"{alert!r} is no comparison with a number, nor several joined `on (label)`")
    return [match[1] for match in found if match]


def assert_all_queries_answer(prometheus: Prometheus, *, quiet: Sequence[str] = (), seconds: float = 120) -> None:
    """Every query of the dashboard and of the rules answers with a number within `seconds`.

    What names one of `quiet` must be valid, no more: a healthy system need not have said it.
    """
    missing = dashboard_queries() + rule_queries()
    until = time.monotonic() + seconds
    while missing and time.monotonic() < until:
        missing = [query for query in missing if not _answers(prometheus, query, quiet)]
        time.sleep(0.5 if missing else 0)
    assert not missing, "no series for:\n" + "\n".join(missing)


def _answers(prometheus: Prometheus, query: str, quiet: Sequence[str]) -> bool:
    try:
        return bool(prometheus.query(query)) or any(name in query for name in quiet)
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{query}: {error.read().decode()}") from error


def _config(targets: Sequence[str]) -> dict[str, Any]:
    return {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(file) for file in RULES],
        "scrape_configs": [{"job_name": "shiftwarden", "static_configs": [{"targets": list(targets)}]}],
    }


def _wait_until_up(server: Prometheus, process: subprocess.Popen[bytes], log: Path, number: int) -> None:
    until = time.monotonic() + 120
    health: list[str] = []
    while time.monotonic() < until and process.poll() is None:
        try:
            health = list(server.targets().values())
        except (urllib.error.URLError, ConnectionError):
            health = []
        if health.count("up") == number:
            return
        time.sleep(0.1)
    raise AssertionError(f"Prometheus is not up or its targets are not: {health}\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

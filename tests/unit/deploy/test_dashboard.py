import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.grafana.names import RULES as RULE_NAMES
from deploy.grafana.names import area_names
from deploy.grafana.panel import Query
from deploy.grafana.rows import ROWS
from streams.rules import AREA_RULES, RULES
from tests.unit.deploy.queries import ledger_queries, queries

GRAFANA = Path(__file__).parents[3] / "deploy/grafana"
COMMITTED = GRAFANA / "dashboards/standing-leads.json"
BOARD: dict[str, Any] = json.loads(COMMITTED.read_text())
PANELS: list[dict[str, Any]] = BOARD["panels"]
SHOWN = [panel for panel in PANELS if panel["type"] != "row"]
# Ids of Grafana's own panels and units; a word that is none of them shows an empty panel or a bare number.
KNOWN_PANELS = {"row", "stat", "bargauge", "timeseries"}
KNOWN_UNITS = {"none", "s", "bytes", "percentunit", "cps"}


def _cells(panel: dict[str, Any]) -> set[tuple[int, int]]:
    at = panel["gridPos"]
    return {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}


def _data_sources(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "datasource")
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _data_sources(child)


# The SDK prefers the successor of the classic form, and says so by a warning wherever it is imported.
@pytest.mark.filterwarnings("ignore:Prefer using dashboardv2:DeprecationWarning")
def test_the_committed_dashboard_is_the_one_that_is_built() -> None:
    from deploy.grafana.build import build  # noqa: PLC0415 - only here may the warning be heard

    assert build() == COMMITTED.read_text()


def test_no_panel_shares_its_id() -> None:
    ids = [panel["id"] for panel in PANELS]

    assert len(ids) == len(set(ids))
    assert all(isinstance(number, int) and number > 0 for number in ids)


def test_no_query_of_a_panel_shares_its_letter_and_every_one_has_one() -> None:
    for panel in SHOWN:
        letters = [target["refId"] for target in panel["targets"]]

        assert letters
        assert len(letters) == len(set(letters))


def test_every_panel_and_unit_is_one_that_grafana_has() -> None:
    assert {panel["type"] for panel in PANELS} <= KNOWN_PANELS
    assert {panel["fieldConfig"]["defaults"]["unit"] for panel in SHOWN} <= KNOWN_UNITS


def test_panels_lie_on_the_grid_and_none_covers_another() -> None:
    for panel in PANELS:
        assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24

    for one, other in combinations(PANELS, 2):
        assert not _cells(one) & _cells(other), f"{one['title']} and {other['title']}"


def test_every_row_of_panels_fills_the_width() -> None:
    taken = {cell for panel in PANELS for cell in _cells(panel)}
    depth = max(y for _, y in taken) + 1

    assert len(taken) == 24 * depth


def test_every_data_source_is_the_chosen_one() -> None:
    named = list(_data_sources(BOARD))

    assert len(named) > len(SHOWN)
    prometheus = {"type": "prometheus", "uid": "${datasource}"}
    ledger = {"type": "grafana-postgresql-datasource", "uid": "${ledger}"}
    assert all(source in (prometheus, ledger) for source in named)
    for panel in SHOWN:
        assert {"expr" in target for target in panel["targets"]} == {panel["datasource"] == prometheus}


def test_every_variable_in_a_query_is_declared_and_every_declared_one_is_used() -> None:
    declared = {variable["name"] for variable in BOARD["templating"]["list"]}
    text = "\n".join(target.get("expr", "") for panel in SHOWN for target in panel["targets"])

    used = {name for name in ("platform", "area", "rule") if f"${name}" in text}

    assert declared == used | {"datasource", "ledger"}
    assert "$" not in "\n".join([*queries(), *ledger_queries(0, 1)])


def test_every_panel_says_what_it_shows() -> None:
    titles = [panel["title"] for panel in PANELS]

    assert len(titles) == len(set(titles))
    assert all(panel["description"].endswith(".") for panel in SHOWN)


def test_every_rule_has_a_name_in_chinese_and_in_english() -> None:
    assert set(RULE_NAMES) == {rule.name for rule in RULES}
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+ [A-Z][a-z ]+", name) for name in RULE_NAMES.values())


@pytest.mark.parametrize(("label", "names"), [("rule", RULE_NAMES), ("area", area_names())], ids=["rule", "area"])
def test_rules_and_areas_are_shown_and_chosen_by_name(label: str, names: dict[str, str]) -> None:
    (choice,) = [each for each in BOARD["templating"]["list"] if each["name"] == label]
    by_label = [
        panel for panel in SHOWN if f"{{{{{label}}}}}" in {each.get("legendFormat") for each in panel["targets"]}
    ]
    by_label += [panel for panel in SHOWN if f"coalesce({label}, " in str(panel["targets"])]

    shown = [
        {each["matcher"]["options"]: each["properties"][0]["value"] for each in panel["fieldConfig"]["overrides"]}
        for panel in by_label
    ]

    assert len(shown) >= 3
    assert all(each == names for each in shown)
    assert choice["query"] == ", ".join(f"{name} : {code}" for code, name in names.items())


def test_every_rule_about_areas_is_shown_by_platform_and_by_area() -> None:
    (row,) = [row for row in ROWS if row.title.startswith("Bad weather")]
    asked = {query.expr for panel in row.panels for query in panel.queries if isinstance(query, Query)}

    for rule in AREA_RULES:
        for label in ("platform", "area"):
            assert [expr for expr in asked if f"by ({label})" in expr and f'rule="{rule.name}"' in expr]


def test_every_query_of_the_rows_stands_in_the_dashboard() -> None:
    asked = [query for row in ROWS for panel in row.panels for query in panel.queries]
    texts = [query.expr if isinstance(query, Query) else query.sql for query in asked]

    assert texts == [target.get("expr") or target["rawSql"] for panel in SHOWN for target in panel["targets"]]
    assert len(queries()) + len(ledger_queries(0, 1)) == len(asked)


def test_grafana_is_told_where_the_dashboards_and_prometheus_are() -> None:
    provider = yaml.safe_load((GRAFANA / "provisioning/dashboards/shiftwarden.yml").read_text())["providers"][0]
    source = yaml.safe_load((GRAFANA / "provisioning/datasources/prometheus.yml").read_text())["datasources"][0]
    prometheus = yaml.safe_load((GRAFANA.parent / "prometheus/prometheus.yml").read_text())

    assert provider["type"] == "file"
    assert source["type"] == "prometheus"
    assert source["jsonData"]["timeInterval"] == prometheus["global"]["scrape_interval"]


def test_grafana_reads_the_ledger_as_the_role_that_sees_least_with_the_password_of_its_own_secret() -> None:
    source = yaml.safe_load((GRAFANA / "provisioning/datasources/ledger.yml").read_text())["datasources"][0]
    compose = yaml.safe_load((GRAFANA.parents[1] / "docker-compose.yml").read_text())

    assert (source["type"], source["user"]) == ("grafana-postgresql-datasource", "shiftwarden_reader")
    assert source["secureJsonData"] == {"password": "$__file{/run/secrets/ledger_reader}"}
    assert source["jsonData"]["database"] == compose["services"]["postgres"]["environment"]["POSTGRES_DB"]
    assert source["url"].partition(":")[0] in compose["services"]
    assert "ledger_reader" in compose["services"]["grafana"]["secrets"]

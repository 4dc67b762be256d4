from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from alerts.routing import Question, Routing
from alerts.routing.local_time import read_instant
from tests.unit.alerts.routing.duties import PACKAGED, PLACES, routing

FOLDER: Final = Path(__file__).parents[3] / "cases/routes"
DUTY: Final = (FOLDER / "duty.yaml").read_text(encoding="utf-8")
CASES: Final[list[dict[str, Any]]] = yaml.load((FOLDER / "cases.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
CLAUSES: Final[dict[str, dict[str, list[str]]]] = yaml.safe_load((FOLDER / "clauses.yaml").read_text("utf-8"))
CITY: Final = Routing.read({"competence.yaml": PACKAGED, "duty.yaml": DUTY}, PLACES)
SECTORS: Final = ("delivery", "courier", "ride_hailing", None)


def question(**lead: str) -> Question:
    asked = {key: lead.get(key) for key in ("sector", "area", "mode", "severity")}
    return Question(rule=lead["rule"], **asked, at=read_instant(lead["at"]))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_lead_goes_to_whom_the_case_says_and_says_why(case: dict[str, Any]) -> None:
    route = CITY.route(question(**case["lead"]))

    told = [[str(step.after_ms), step.role, [person.id for person in step.people]] for step in route.steps]
    assert (route.department, told) == (case["department"], case["told"])
    assert route.covered is (case.get("covered", "true") == "true")
    assert route.digest is (case.get("digest", "false") == "true")
    reasons = iter(each.zh for each in route.because)
    for words in case.get("because", []):
        assert any(words in reason for reason in reasons), words


def test_the_gateway_reaches_the_head_by_the_departments_own_channel() -> None:
    route = CITY.route(question(rule="pay_below_minimum", area="360102", severity="grave", at="2026-03-03T09:00"))

    head, gateway = route.steps[-2:]
    assert [person.channels for step in (head, gateway) for person in step.people] == [("mail",), ("sms",)]


def test_the_brackets_are_those_of_the_decree() -> None:
    rows = CITY.files.rows("clauses")

    assert {key: row.shape.bracket for key, row in rows.items()} == {
        key: clause["bracket"] for key, clause in CLAUSES.items()
    }
    assert [key for key, row in rows.items() if not row.shape.counties] == ["17"]
    assert {row.shape.source for row in rows.values()} == {"plan"}


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_leads_to_the_sectors_body_in_its_bracket_else_to_the_first(clause: str) -> None:
    bodies = [each for each in CITY.files.rows("bodies") if each != "county"]
    everywhere = "".join(f"  at-{body}: {{zh: 处, en: Office, body: {body}}}\n" for body in bodies)
    on = "".join(
        f"  s-{body}: {{department: at-{body}, from: 2026-03-02, order: [a], change_at: '08:30'}}\n" for body in bodies
    )
    rule = f'rules:\n  asked: {{clause: "{clause}", source: choice, status: policy}}\n'
    city = routing(f"departments:\n{everywhere}", f"shifts:\n{on}", rule)

    told = [
        city.route(Question("asked", sector, "360104", None, "grave", read_instant("2026-03-03"))) for sector in SECTORS
    ]

    assert [route.department for route in told] == [f"at-{body}" for body in CLAUSES[clause]["told"]]
    assert all(f"依第{clause}条" in route.because[0].zh for route in told)


def test_a_county_department_is_told_where_no_body_of_the_bracket_has_a_rota_and_not_under_clause_17() -> None:
    county = "departments:\n  qyp: {zh: 区政府, en: County, body: county, areas: ['360104']}\n"
    on = "shifts:\n  s: {department: qyp, from: 2026-03-02, order: [a], change_at: '08:30'}\n"
    rules = 'rules:\n  asked: {clause: "17", source: choice, status: policy}\n'
    city = routing(county, on, rules)

    told = [
        city.route(Question(rule, None, "360104", None, None, read_instant("2026-03-03")))
        for rule in ("rest_missed", "asked")
    ]
    elsewhere = city.route(Question("rest_missed", None, "360102", None, None, read_instant("2026-03-03")))

    assert [(route.department, route.covered) for route in told] == [("qyp", True), ("gh", False)]
    assert (elsewhere.department, elsewhere.covered) == ("rs", False)


def test_every_reason_by_a_row_names_file_and_line_of_that_row() -> None:
    route = CITY.route(
        question(rule="rest_missed", sector="delivery", area="360104", severity="grave", at="2026-03-02T09:00")
    )
    lines = {"competence.yaml": PACKAGED.splitlines(), "duty.yaml": DUTY.splitlines()}

    rows = [part.strip(")").split(" (")[-1].split(", ")[0] for part in (each.en for each in route.because)]
    found = [lines[file][int(number) - 1].strip() for file, number in (row.split(":") for row in rows)]

    assert [line.split(":")[0] for line in found] == ["rest_missed", "delivery", "sj-city", "sj", "grave"]

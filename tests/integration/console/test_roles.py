"""Each role against each route, what each sees, and each look as a row."""

import re

import pytest

from alerts.accounts import LookFilter
from alerts.console.app import _ROUTES
from alerts.leads import Handling
from tests.integration.console.conftest import PEOPLE, House, form_token
from tests.integration.console.test_links import grow
from tests.unit.alerts.builders import found, standing

ROLES = ("nobody", "kan", "wang", "li", "op", "dpo")
"""Nobody signed in, viewer, inspector, supervisor, operator, data officer."""

ROUTES = {
    ("GET", "/"): (303, 200, 200, 200, 200, 303),
    ("GET", "/leads"): (303, 403, 200, 200, 403, 403),
    ("GET", "/unsigned"): (303, 403, 403, 200, 403, 403),
    ("GET", "/leads/1"): (303, 403, 200, 200, 403, 403),
    ("GET", "/leads/3"): (303, 403, 404, 200, 403, 403),
    ("GET", "/leads/4"): (303, 403, 404, 200, 403, 403),
    ("GET", "/leads/999"): (303, 403, 404, 404, 403, 403),
    ("POST", "/leads/1/steps"): (303, 403, 303, 303, 403, 403),
    ("POST", "/leads/3/steps"): (303, 403, 404, 303, 403, 403),
    ("POST", "/leads/acknowledge"): (303, 403, 303, 303, 403, 403),
    ("GET", "/looks"): (303, 403, 403, 403, 403, 200),
    ("GET", "/accounts"): (303, 403, 403, 403, 200, 403),
    ("POST", "/accounts"): (303, 403, 403, 403, 303, 403),
    ("POST", "/accounts/zhao/disable"): (303, 403, 403, 403, 303, 403),
    ("POST", "/accounts/zhao/password"): (303, 403, 403, 403, 303, 403),
    ("GET", "/me"): (303, 200, 200, 200, 200, 200),
    ("POST", "/me/language"): (303, 303, 303, 303, 303, 303),
    ("POST", "/sign-out"): (303, 303, 303, 303, 303, 303),
    ("GET", "/healthz"): (200, 200, 200, 200, 200, 200),
    ("GET", "/docs"): (404, 404, 404, 404, 404, 404),
    ("GET", "/openapi.json"): (404, 404, 404, 404, 404, 404),
    ("GET", "/static/console.css"): (200, 200, 200, 200, 200, 200),
    ("GET", "/static/../app.py"): (404, 404, 404, 404, 404, 404),
    ("GET", "/static/%2e%2e/app.py"): (404, 404, 404, 404, 404, 404),
}
FIELDS = {
    "action": "acknowledge", "lead": "1:1", "language": "zh", "name": "neu", "role": "viewer", "password": "a new and long one",
}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_from_each_route_what_the_table_has(house: House, role: str) -> None:
    column = ROLES.index(role)
    answers = {}
    for method, path in ROUTES:
        browser = house.browser(None if role == "nobody" else role)
        token = "" if role == "nobody" else form_token(browser.get("/me"))
        values = {"data": FIELDS | {"form_token": token}} if method == "POST" else {}
        answers[method, path] = browser.send(method, path, **values).status_code

    assert answers == {route: statuses[column] for route, statuses in ROUTES.items()}


def test_the_table_has_every_route_of_the_application() -> None:
    served = {(method, re.sub(r"\{\w+\}", "*", route.path)) for each in _ROUTES for route in each.router.routes
              for method in route.methods if method != "HEAD"}  # fmt: skip
    in_table = {
        (method, re.sub(r"/(\d+|zhao|disable|password|language)(?=/|$)", "/*", path)) for method, path in ROUTES
    }
    public = {("GET", "/s/*"), ("POST", "/s/*"), ("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/calendar/*.ics")}

    assert served - public <= in_table


def test_an_operator_sees_no_lead_and_a_data_officer_no_lead_either(house: House) -> None:
    house.browser("li").get("/leads/1")
    for name in ("op", "dpo"):
        browser = house.browser(name)
        for path in ("/", "/looks", "/accounts"):
            assert "青云谱" not in browser.get(path).text
            assert "连续工作超限" not in browser.get(path).text


def test_a_viewer_sees_no_number_below_five_and_nothing_of_one_worker(house: House) -> None:
    many = [standing(1, found(1, 9, subject=f"{n:064x}"), subject=f"{n:064x}") for n in range(20)]
    house.ledger.apply(many)
    page = house.browser("kan").get("/")

    numbers = [int(each) for each in re.findall(r'<td class="n">(\d+)</td>', page.text)]

    assert numbers
    assert min(numbers) >= 5
    assert "#1" not in page.text
    assert "a" * 12 not in page.text


def test_each_look_at_a_lead_is_a_row_and_a_refused_one_is_none(house: House) -> None:
    browser = house.browser("wang", peer="198.51.100.1")
    browser.get("/leads/1")
    browser.get("/leads/3")
    browser.get("/leads")

    looks = house.looks.read(LookFilter())

    assert [(look.account, look.lead, look.via, look.address) for look in looks] == [
        ("wang", 1, "page", "198.51.100.1")
    ]
    page = house.browser("dpo").get("/looks")
    assert ("#1" in page.text, "198.51.100.1" in page.text) == (True, True)


def test_a_look_cannot_be_changed_or_removed(both_houses: House) -> None:
    both_houses.looks.record("wang", 1, "page", "198.51.100.1")
    for statement in ("UPDATE looks SET account = 'li'", "DELETE FROM looks"):
        with pytest.raises(Exception, match="append-only"), both_houses.engine.begin() as connection:
            connection.exec_driver_sql(statement)

    assert len(both_houses.looks.read(LookFilter())) == 1


def test_an_operator_cannot_disable_their_own_account_or_learn_a_password(house: House) -> None:
    browser = house.browser("op")
    token = form_token(browser.get("/me"))

    assert browser.post("/accounts/op/disable", {"form_token": token}).status_code == 404
    assert "argon2" not in browser.get("/accounts").text
    assert browser.post("/accounts", {"form_token": token, **FIELDS, "password": "short"}).status_code == 400
    assert browser.post("/accounts", {"form_token": token, **FIELDS, "name": "<b>"}).status_code == 400
    assert browser.post("/accounts", {"form_token": token, **FIELDS, "role": "root"}).status_code == 404
    assert set(PEOPLE) == {each.name for each in house.accounts.all()}
    assert browser.post("/accounts", {"form_token": token, **FIELDS}).status_code == 303
    assert house.browser().sign_in("neu", FIELDS["password"]).status_code == 303


def test_the_steps_of_a_lead_go_through_with_the_persons_name(both_houses: House) -> None:
    browser = both_houses.browser("wang")

    def handled() -> Handling:
        return both_houses.ledger.lead(1).lead.handling

    for action, fields, after in (
        ("acknowledge", {}, Handling.ACKNOWLEDGED),
        ("assign", {"assignee": "zhao", "reason": "在其辖区"}, Handling.ASSIGNED),
        ("investigate", {}, Handling.INVESTIGATING),
        ("dismiss", {"reason": "设备未下线"}, Handling.DISMISSED),
        ("reopen", {"reason": "再看"}, Handling.ACKNOWLEDGED),
    ):
        assert browser.act(1, action, seen="1", **fields).status_code == 303
        assert handled() is after
    entries = both_houses.ledger.lead(1).entries
    assert [entry.actor for entry in entries[1:]] == ["wang"] * 5
    assert (entries[2].assignee, entries[4].reason) == ("zhao", "设备未下线")
    page = browser.get("/leads/1").text
    assert "设备未下线" in page


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("confirm", {}),
        ("dismiss", {}),
        ("assign", {"assignee": "kan"}),
        ("assign", {"assignee": "nobody"}),
        ("assign", {"assignee": "x" * 10_000}),
        ("assign", {"assignee": "zhao", "reason": "x" * 20_000}),
        ("assign", {"assignee": "zhao", "reason": "a\0b"}),
    ],
)
def test_a_step_that_is_not_legal_is_refused_with_the_page_as_it_is_and_nothing_is_written(
    house: House, action: str, fields: dict[str, str]
) -> None:
    before = house.ledger.head()

    answer = house.browser("wang").act(1, action, **fields)

    assert answer.status_code == 409
    assert "这一步未能办理" in answer.text
    assert house.ledger.head() == before


def test_a_lead_that_says_more_since_the_page_is_not_signed_from_it(house: House) -> None:
    browser = house.browser("wang")
    grow(house)

    assert browser.act(1, "acknowledge", seen="1").status_code == 409
    token = form_token(browser.get("/me"))
    bulk = browser.post(
        "/leads/acknowledge", {"form_token": token, "lead": ["1:1", "2:2", "3:3"], "back": "/leads?rule=x"}
    )
    assert bulk.headers["location"] == "/leads?rule=x&signed=1&refused=2"
    assert [lead.handling.value for lead in reversed(house.ledger.leads())] == ["new", "acknowledged", "new", "new"]


def test_who_signs_out_is_out(house: House) -> None:
    here, there = house.browser("wang"), house.browser("wang")

    assert here.post("/sign-out", {"form_token": form_token(here.get("/me"))}).status_code == 303

    assert here.get("/me").status_code == 303
    assert there.get("/me").status_code == 200
    there.post("/sign-out", {"form_token": form_token(there.get("/me")), "everywhere": "1"})
    assert there.get("/me").status_code == 303

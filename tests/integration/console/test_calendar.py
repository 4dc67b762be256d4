"""The duty page with a rota, and the calendar feed: its address is a key, a new one closes the old one."""

import re
from dataclasses import dataclass, replace

from sqlalchemy import select, update

from alerts.accounts.tables import SESSIONS
from alerts.console import Duty, DutyFault
from schemas.bilingual import Bilingual
from schemas.findings.finding import Severity
from tests.integration.console.conftest import House, enforced, form_token
from tests.unit.alerts.builders import found, standing

HOUR = 3_600_000


@dataclass(frozen=True)
class Colleague:
    id: str
    zh: str
    en: str


class SmallRota:
    """Wang is on duty in one department; in the other nobody is."""

    def on_duty(self, department: str, at: int) -> tuple[Colleague, ...]:
        return (Colleague("wang", "王<b>", "Wang"),) if department == "rs" and at else ()

    def next_change(self, department: str, at: int) -> tuple[int, tuple[Colleague, ...]] | None:
        return (at + HOUR, (Colleague("li", "李", "Li"),)) if department == "rs" else None


def with_rota(house: House) -> House:
    departments = {"rs": Bilingual("人社局", "HR bureau"), "yj": Bilingual("应急局", "Emergency bureau")}
    house.duty = Duty(
        SmallRota(), departments, lambda person: f"BEGIN:VCALENDAR {person}".encode(), lambda _, at: at + HOUR
    )
    return house


def new_feed(house: House, name: str) -> str:
    browser = house.browser(name)
    page = browser.post("/me/calendar", {"form_token": form_token(browser.get("/me"))})
    found = re.search(r"https://desk\.example(/calendar/[\w-]{43}\.ics)", page.text)
    assert found is not None
    return found[1]


def test_the_duty_page_names_who_is_on_who_is_next_a_gap_and_what_is_due(house: House) -> None:
    page = with_rota(house).browser("wang").get("/").text

    assert all(words in page for words in ("人社局", "王&lt;b&gt;", "下一班", "李", "无人当班"))
    assert "已逾期" in page or "限 " in page
    house.accounts.set_language("wang", "en")
    assert "Emergency bureau" in house.browser("wang").get("/").text


def test_what_is_due_is_found_behind_any_number_of_newer_and_graver_leads(house: House) -> None:
    with_rota(house)
    house.duty = replace(house.duty, handle_by=lambda severity, at: None if severity == "grave" else at - HOUR)
    for number in range(12):
        subject = f"{number + 100:064x}"
        house.ledger.apply([standing(1, enforced(found(1, severity=Severity.GRAVE, subject=subject)), subject=subject)])

    page = house.browser("wang").get("/").text

    due = page.partition('id="h-due"')[2].partition("</section>")[0]
    assert ("#2<" in due, "已逾期" in due, ">1</span>" in due) == (True, True, True)
    assert "#2<" not in page.partition('id="h-sign"')[2].partition("</section>")[0]


def test_a_change_of_the_rota_is_on_the_next_page_and_its_faults_are_shown_to_operators_alone(house: House) -> None:
    browsers = [with_rota(house).browser(name) for name in ("op", "wang")]
    before = [browser.get("/").text for browser in browsers]

    house.duty = replace(house.duty, departments={"rs": Bilingual("新局", "New")}, fault=DutyFault(0, "a.yaml:3 <b>"))

    of_operator, of_inspector = [browser.get("/").text for browser in browsers]
    assert not any("新局" in page for page in before)
    assert "新局" in of_inspector
    assert "a.yaml:3 &lt;b&gt;" in of_operator
    assert "a.yaml" not in of_inspector


def test_a_feed_is_that_of_its_person_without_signing_in(house: House) -> None:
    with_rota(house)
    path = new_feed(house, "wang")

    feed = house.browser().get(path)

    assert (feed.status_code, feed.text) == (200, "BEGIN:VCALENDAR wang")
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert path.removeprefix("/calendar/").removesuffix(".ics") not in house.browser("op").get("/accounts").text


def test_a_new_address_closes_the_old_one_and_so_does_a_disabled_account(house: House) -> None:
    with_rota(house)
    old = new_feed(house, "wang")
    new = new_feed(house, "wang")

    assert [house.browser().get(path).status_code for path in (old, new)] == [404, 200]
    house.accounts.disable("wang")
    assert house.browser().get(new).status_code == 404


def test_without_a_rota_there_is_no_feed(house: House) -> None:
    browser = house.browser("wang")

    assert browser.post("/me/calendar", {"form_token": form_token(browser.get("/me"))}).status_code == 404
    assert "未设置值班表" in browser.get("/").text


def test_a_page_that_renews_itself_keeps_no_session_alive(house: House) -> None:
    browser = house.browser("wang")
    with house.engine.begin() as connection:
        connection.execute(update(SESSIONS).values(seen_at=SESSIONS.c.seen_at - 2 * HOUR + 30_000))
        before = connection.execute(select(SESSIONS.c.seen_at)).scalar_one()

    assert browser.get("/", headers={"hx-request": "true", "hx-trigger": "live"}).status_code == 200
    with house.engine.begin() as connection:
        assert connection.execute(select(SESSIONS.c.seen_at)).scalar_one() == before
    assert browser.get("/").status_code == 200
    with house.engine.begin() as connection:
        assert connection.execute(select(SESSIONS.c.seen_at)).scalar_one() > before

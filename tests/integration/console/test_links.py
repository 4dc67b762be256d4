"""Signing by link: one person, one group, one use; a look signs nothing, and what says more is shown again first."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from alerts.accounts import LookFilter
from alerts.database import UnitOfWork
from alerts.leads import Action, Handling
from alerts.signing import LinkError
from alerts.signing.tables import SIGN_LINKS
from schemas.findings.finding import Severity
from tests.integration.console.conftest import House, enforced, more
from tests.unit.alerts.builders import found, standing

DAY_MS = 86_400_000


def issue(house: House, *numbers: int, person: str = "wang", lasts: int = DAY_MS) -> str:
    """The path of a new link to these leads as they are now."""
    seen = {number: house.ledger.lead(number).lead.sequence for number in numbers}
    with UnitOfWork(house.engine) as unit:
        now = time.time_ns() // 1_000_000
        address = house.links.issue(unit.connection, person=person, leads=numbers, seen=seen, expires_at=now + lasts)
        unit.commit()
    assert address.startswith("https://desk.example/s/")
    return address.removeprefix("https://desk.example")


def handlings(house: House) -> dict[int, Handling]:
    return {lead.number: lead.handling for lead in house.ledger.leads()}


def page_fields(page: httpx.Response) -> dict[str, Any]:

    return {"lead": re.findall(r'name="lead" value="(\d+:\d+)"', page.text)}


def grow(house: House, minutes: int = 30) -> None:
    """The first lead says more by half an hour."""
    first = more(enforced(found(1, severity=Severity.GRAVE)), minutes)
    house.ledger.apply([standing(2, first, enforced(found(10, 15)))])


def test_a_look_shows_and_signs_nothing_however_often_and_a_press_signs_all_once(both_houses: House) -> None:
    house, path = both_houses, issue(both_houses, 1, 2)
    browser = house.browser()
    for _ in range(3):
        page = browser.get(path)
        assert (page.status_code, "签收以上线索" in page.text) == (200, True)
    assert browser.send("HEAD", path).status_code == 405
    assert handlings(house)[1] is Handling.NEW

    pressed = browser.post(path, page_fields(page))

    assert pressed.status_code == 200
    assert "已签收" in pressed.text
    assert (handlings(house)[1], handlings(house)[2]) == (Handling.ACKNOWLEDGED, Handling.ACKNOWLEDGED)
    assert [entry.actor for entry in house.ledger.lead(1).entries] == [None, "wang"]
    assert house.ledger.verify() == []


def test_a_second_press_names_who_signed_and_when_and_writes_nothing(house: House) -> None:
    path = issue(house, 1, 2)
    browser = house.browser()
    browser.post(path)
    before = house.ledger.head()

    again = browser.post(path)

    assert again.status_code == 409
    assert again.text.count("wang 已于") == 2
    assert house.ledger.head() == before


def test_a_press_after_somebody_else_has_signed_names_them_and_signs_what_is_left(house: House) -> None:
    path = issue(house, 1, 2)
    house.ledger.act(1, Action.ACKNOWLEDGE, "li", None)

    answer = house.browser().post(path)

    assert answer.status_code == 200
    assert "li 已于" in answer.text
    assert [entry.actor for entry in house.ledger.lead(2).entries] == [None, "wang"]
    assert [entry.actor for entry in house.ledger.lead(1).entries] == [None, "li"]


def test_where_everything_is_signed_by_others_the_press_changes_nothing(house: House) -> None:
    path = issue(house, 1)
    house.ledger.act(1, Action.ASSIGN, "li", None, assignee="zhao")
    before = house.ledger.head()

    answer = house.browser().post(path)

    assert answer.status_code == 409
    assert "li 已于" in answer.text
    assert house.ledger.head() == before


def test_what_says_more_than_the_message_is_marked_and_a_press_without_seeing_it_signs_nothing(
    both_houses: House,
) -> None:
    house, path = both_houses, issue(both_houses, 1, 2)
    grow(house)
    browser = house.browser()

    blind = browser.post(path)

    assert blind.status_code == 409
    assert "尚未签收" in blind.text
    assert set(handlings(house).values()) == {Handling.NEW}
    assert browser.post(path, page_fields(blind)).status_code == 200
    assert handlings(house)[1] is Handling.ACKNOWLEDGED


def test_what_grows_between_the_page_and_the_press_is_shown_again(house: House) -> None:
    path = issue(house, 1)
    browser = house.browser()
    page = browser.get(path)
    assert "比消息所述更重" not in page.text
    grow(house)

    pressed = browser.post(path, page_fields(page))

    assert pressed.status_code == 409
    assert "比消息所述更重" in pressed.text
    assert handlings(house)[1] is Handling.NEW


def test_a_few_minutes_more_are_covered_by_what_was_seen(house: House) -> None:
    path = issue(house, 1)
    grow(house, minutes=14)

    assert house.browser().post(path).status_code == 200


def test_an_entry_that_the_lead_does_not_have_yet_counts_as_not_seen(house: House) -> None:
    path = issue(house, 1)
    grow(house)

    assert house.browser().post(path, {"lead": ["1:999999"]}).status_code == 409
    assert house.browser().post(path, {"lead": ["1:0", "x:y", "1:-4", "2"]}).status_code == 409


def test_a_link_is_closed_after_its_time(house: House) -> None:
    path = issue(house, 1)
    with house.engine.begin() as connection:
        connection.execute(update(SIGN_LINKS).values(issued_at=0, expires_at=SIGN_LINKS.c.issued_at))
    browser = house.browser()

    assert (browser.get(path).status_code, browser.post(path).status_code) == (410, 410)
    assert handlings(house)[1] is Handling.NEW


@pytest.mark.parametrize("person", ["kan", "op", "dpo", "nobody"])
def test_a_link_of_somebody_who_may_not_act_signs_nothing(house: House, person: str) -> None:
    path = issue(house, 1, person=person)

    assert house.browser().get(path).status_code == 410
    assert house.browser().post(path).status_code == 410
    assert handlings(house)[1] is Handling.NEW


def test_a_link_of_somebody_who_was_disabled_signs_nothing(house: House) -> None:
    path = issue(house, 1)
    house.accounts.disable("wang")

    assert house.browser().post(path).status_code == 410
    assert handlings(house)[1] is Handling.NEW


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 42 + "é", "..%2F..%2Fleads", "%00" * 43, "A" * 5000])
def test_a_guessed_token_opens_nothing(house: House, token: str) -> None:
    assert house.browser().get(f"/s/{token}").status_code in {404, 410}
    assert house.browser().post(f"/s/{token}").status_code in {404, 410}


def test_the_token_is_stored_nowhere(house: House) -> None:
    token = issue(house, 1).removeprefix("/s/")

    with house.engine.begin() as connection:
        rows = connection.execute(select(SIGN_LINKS)).all()

    assert token not in str(rows)
    assert len(token) == 43


def test_a_stolen_link_shows_no_worker_and_opens_no_other_page(house: House) -> None:
    path = issue(house, 1)
    thief = house.browser()

    page = thief.get(path)

    assert "a" * 12 not in page.text
    assert thief.get("/leads/1").status_code == 303
    assert thief.get("/").status_code == 303
    assert house.looks.read(LookFilter()) == []
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "strict-origin"


def test_a_press_from_another_sites_page_is_refused(house: House) -> None:
    path = issue(house, 1)

    answer = house.browser().post(path, headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert handlings(house)[1] is Handling.NEW


def test_a_link_that_was_issued_in_a_transaction_that_failed_is_none(house: House) -> None:
    with UnitOfWork(house.engine) as unit:
        address = house.links.issue(unit.connection, person="wang", leads=[1], seen={1: 1}, expires_at=1 << 50)

    with pytest.raises(LinkError):
        house.links.open(address.rpartition("/")[2])


def test_the_page_of_several_leads_asks_for_sign_in_and_shows_those(house: House) -> None:
    address = house.links.page([1, 2]).removeprefix("https://desk.example")
    browser = house.browser()
    assert browser.get(address).status_code == 303

    page = house.browser("wang").get(address)

    assert ("#1" in page.text, "#2" in page.text) == (True, True)
    assert house.links.page([2]) == "https://desk.example/leads/2"


def test_a_lead_of_another_area_that_was_sent_by_link_is_the_persons_to_see(house: House) -> None:
    browser = house.browser("wang")
    assert browser.get("/leads/3").status_code == 404

    issue(house, 3)

    assert browser.get("/leads/3").status_code == 200
    assert "#3" in browser.get("/leads").text


def test_of_presses_at_the_same_instant_one_signs(both_houses: House) -> None:
    token = issue(both_houses, 1, 2).removeprefix("/s/")

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: both_houses.links.sign(token, {}), range(4)))

    assert sorted(len(each.signed) for each in outcomes) == [0, 0, 0, 2]
    assert all(each.link.used_at for each in outcomes)
    assert [entry.actor for entry in both_houses.ledger.lead(1).entries] == [None, "wang"]
    assert both_houses.ledger.verify() == []

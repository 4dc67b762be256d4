"""The head's page of what nobody has signed: by whom, since when; and the list of leads by the person who has them."""

import re

from sqlalchemy import insert

from alerts.leads import Action
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from tests.integration.console.conftest import House

AT = 1_790_000_000_000


def tells(house: House, number: int, person: str | None, leads: tuple[int, ...], **more: object) -> None:
    """A message of news that arrived, number by number a minute later."""
    message = {
        "number": number, "group_key": "k", "topic": "news", "department": "d", "person": person, "channel": "chat",
        "language": "zh", "because": "", "state": "sent", "urgent": 0, "created_at": AT, "not_before": AT,
        "attempts": 1, "parts_sent": 1, "sent_at": AT + number * 60_000, **more,
    }  # fmt: skip
    told = message.pop("told", "yes")
    with house.engine.begin() as connection:
        connection.execute(insert(MESSAGES).values(**message))
        rows = [{"message": number, "lead": lead, "reason": "raised", "sequence": 1, "told": told} for lead in leads]
        connection.execute(insert(MESSAGE_LEADS), rows)


def sections(page: str) -> list[tuple[str, list[str], bool]]:
    """Of each section its heading, the numbers of its leads, and if it names an instant."""
    found = re.findall(r"<section.*?</section>", page, re.DOTALL)
    heads = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.search(r"<h2.*?</h2>", one, re.DOTALL)[0])) for one in found]  # type: ignore[index]
    numbers = [re.findall(r'href="/leads/(\d+)"', one) for one in found]
    return [(head.strip(), own, "自 " in one) for head, own, one in zip(heads, numbers, found, strict=True)]


def test_what_nobody_has_signed_stands_with_each_who_was_told_the_earliest_first(both_houses: House) -> None:
    house = both_houses
    tells(house, 1, "zhao", (3,))
    tells(house, 2, "wang", (1, 2))
    tells(house, 3, "li", (1,), topic="unsigned")
    tells(house, 4, None, (1,))
    tells(house, 5, "kan", (2,), told=None)  # was not sent
    tells(house, 6, "kan", (2,), topic="digest")  # only counted
    house.ledger.act(2, Action.ACKNOWLEDGE, "wang", None)

    found = sections(house.browser("li").get("/unsigned").text)

    assert found == [
        ("zhao 1", ["3"], True),
        ("wang 1", ["1"], True),
        ("li 1", ["1"], True),
        ("群聊 chat 1", ["1"], True),
    ]


def test_what_nobody_was_told_of_stands_apart_and_of_nothing_the_page_says_so(house: House) -> None:
    tells(house, 1, "wang", (1,))
    browser = house.browser("li")

    assert sections(browser.get("/unsigned").text)[1:] == [("尚未告知任何人 2", ["3", "2"], False)]
    for lead in (1, 2, 3):
        house.ledger.act(lead, Action.ACKNOWLEDGE, "li", None)
    assert "没有未签收的线索" in browser.get("/unsigned").text


def test_many_of_one_person_are_folded_behind_a_link_and_names_cannot_break_the_page(house: House) -> None:
    evil = "<script>x</script>\u202e"
    tells(house, 1, None, (1,), channel=evil)

    page = house.browser("li").get("/unsigned").text

    assert "<script>x" not in page
    assert "\u202e" not in page


def listed(house: House, name: str, query: str) -> list[str]:
    return re.findall(r'class="lead-row" href="/leads/(\d+)"', house.browser(name).get(f"/leads?{query}").text)


def test_the_list_is_narrowed_to_mine_to_those_of_a_person_and_to_nobodys(both_houses: House) -> None:
    house = both_houses
    house.ledger.act(1, Action.ACKNOWLEDGE, "wang", None)
    house.ledger.act(3, Action.ASSIGN, "li", None, assignee="zhao")
    house.ledger.act(2, Action.ASSIGN, "li", None, assignee="li")

    assert listed(house, "li", "person=wang") == ["1"]
    assert listed(house, "li", "person=zhao") == ["3"]
    assert listed(house, "li", "person=li") == listed(house, "li", "mine=1") == ["2"]
    assert listed(house, "li", "person=~") == ["4"]
    assert listed(house, "wang", "person=zhao") == []
    house.ledger.act(1, Action.DISMISS, "wang", "its clock")
    assert listed(house, "li", "person=wang") == []


def test_the_filter_offers_everybody_who_may_have_a_lead_and_keeps_what_it_does_not_know(house: House) -> None:
    house.accounts.disable("zhao")

    page = house.browser("li").get("/leads?person=gone").text
    chosen = re.search(r'<select name="person">(.*?)</select>', page, re.DOTALL)

    assert chosen is not None
    assert re.findall(r'value="([^"]*)"', chosen[1]) == ["", "li", "~", "wang", "zhao", "gone"]
    assert 'value="gone" selected' in chosen[1]

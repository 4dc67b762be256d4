"""The pages in a real browser: from sign-in to signature on a phone, by keyboard, without faults of access, and on paper."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from alerts.database import UnitOfWork
from alerts.leads import Handling
from schemas.findings.finding import LawUsed
from tests.integration.console.browser.conftest import DESK, PHONE, Opens
from tests.integration.console.conftest import PASSWORD, House, enforced
from tests.unit.alerts.builders import found, standing

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = {
    "wang": ("/", "/leads", "/leads/5", "/me"),
    "kan": ("/",),
    "op": ("/accounts",),
    "dpo": ("/looks",),
    "li": ("/unsigned", "/leads?person=~"),
}


def link(house: House, number: int) -> str:
    with UnitOfWork(house.engine) as unit:
        seen = {number: house.ledger.lead(number).lead.sequence}
        expires_at = time.time_ns() // 1_000_000 + 3_600_000
        address = house.links.issue(unit.connection, person="wang", leads=[number], seen=seen, expires_at=expires_at)
        unit.commit()
    return address


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_an_inspector_signs_in_opens_a_lead_and_signs_it(live: House, opens: Opens, size: tuple[int, int]) -> None:
    page = opens(size, "wang")
    expect(page.get_by_role("heading", name="值班")).to_be_visible()

    page.locator("a[href='/leads/5']").first.click()
    expect(page.locator("svg.drawing .limit-name")).to_be_visible()
    expect(page.locator(".figures dd").first).to_contain_text("4小时10分")
    page.get_by_role("button", name="签收", exact=True).click()

    expect(page.locator(".lead-head .state")).to_have_text("已签收")
    assert live.ledger.lead(5).entries[-1].actor == "wang"


def test_a_link_is_signed_on_a_phone_with_one_press(live: House, opens: Opens) -> None:
    page = opens(PHONE)
    page.goto(link(live, 5))
    assert live.ledger.lead(5).lead.handling is Handling.NEW

    page.get_by_role("button", name="签收以上线索").click()

    expect(page.get_by_role("status")).to_contain_text("已签收 #5")
    assert live.ledger.lead(5).lead.handling is Handling.ACKNOWLEDGED
    assert page.evaluate(OVERFLOW) <= 0


def test_everything_on_the_way_can_be_done_by_keyboard(live: House, opens: Opens) -> None:
    page = opens(DESK)
    page.goto("/sign-in?next=/leads/5")
    page.keyboard.type("wang")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("/leads/5") and "sign-in" not in url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "签收":
            break
    page.keyboard.press("Enter")

    expect(page.locator(".lead-head .state")).to_have_text("已签收")
    assert live.ledger.lead(5).lead.handling is Handling.ACKNOWLEDGED


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk"])
def test_no_page_overflows_or_has_a_serious_fault_of_access(
    live: House, opens: Opens, size: tuple[int, int], scheme: str
) -> None:
    axe, faults = Axe(), []
    public = [(None, ("/sign-in", link(live, 1), "/s/" + "A" * 43))]
    for name, paths in [*PAGES.items(), *public]:
        page = opens(size, name, scheme)
        for path in paths:
            page.goto(path)
            if page.evaluate(OVERFLOW) > 0:
                faults.append(f"{path} is wider than {size[0]} px")
            found = axe.run(page).response["violations"]
            grave = [each for each in found if each["impact"] in {"serious", "critical"}]
            faults += [f"{path} {each['id']}: {each['nodes'][0]['html'][:200]}" for each in grave]

    assert faults == []


def test_a_filter_is_in_the_address_and_changes_the_list_without_another_page(opens: Opens) -> None:
    page = opens(DESK, "wang")
    page.goto("/leads")
    expect(page.locator(".rows > li")).to_have_count(3)

    page.get_by_label("等级").select_option("grave")

    expect(page.locator(".rows > li")).to_have_count(2)
    assert "severity=grave" in page.url
    page.reload()
    expect(page.locator(".rows > li")).to_have_count(2)


def test_all_that_are_marked_are_signed_with_one_press(live: House, opens: Opens) -> None:
    page = opens(PHONE, "wang")
    page.goto("/leads")
    page.get_by_label("全选未办").check()

    page.get_by_role("button", name="签收所选").click()

    expect(page.get_by_role("status")).to_contain_text("3")
    assert {live.ledger.lead(number).lead.handling for number in (1, 2, 5)} == {Handling.ACKNOWLEDGED}


def test_on_paper_everything_folded_is_open_and_nothing_that_is_pressed_is_there(opens: Opens) -> None:
    page = opens(DESK, "wang")
    page.goto("/leads/5")
    folded = page.locator("details:not([open]) td", has_text="第6条")
    expect(folded).to_be_hidden()

    page.emulate_media(media="print")

    expect(folded).to_be_visible()
    expect(page.get_by_role("button", name="签收", exact=True)).to_be_hidden()
    expect(page.locator("svg.drawing")).to_be_visible()


def test_a_list_on_paper_is_as_wide_as_the_paper(opens: Opens) -> None:
    page = opens((794, 1123), "wang")  # A4 at 96 points an inch
    page.goto("/leads")

    page.emulate_media(media="print")

    row = page.locator(".rows .lead-row").first.bounding_box()
    assert row is not None
    assert row["width"] > 600
    assert row["height"] < 200


def test_no_panel_of_a_lead_is_wider_than_a_phone_by_a_long_word(live: House, opens: Opens) -> None:
    word = "x" * 60
    used = LawUsed(parameter=word, value="1", unit="ms", in_force_from="2022", source="s", status="unread")
    long = enforced(found(1, 9, subject="e" * 64)).model_copy(update={"law": (used,)})
    live.ledger.apply([standing(1, long, subject="e" * 64)])
    page = opens(PHONE, "wang")

    page.goto("/leads/6")

    expect(page.locator(".side li", has_text=word)).to_be_visible()
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.panel')].map(e => e.getBoundingClientRect().right))"
    )
    assert right <= PHONE[0] - 16


def test_without_scripts_the_way_to_the_signature_is_the_same(live: House, opens: Opens) -> None:
    page = opens(PHONE, "wang")
    page.context.route("**/*.js", lambda route: route.abort())
    page.goto("/leads/5")

    page.get_by_role("button", name="签收", exact=True).click()

    expect(page.locator(".lead-head .state")).to_have_text("已签收")
    assert live.ledger.lead(5).lead.handling is Handling.ACKNOWLEDGED

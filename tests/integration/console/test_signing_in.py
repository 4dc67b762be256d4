"""Sign-in: who comes in, who is held up and for how long, and what another site, a proxy or a guessed name can do."""

import ipaddress
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from alerts.accounts import LookFilter, WaitError, limits
from alerts.accounts.limits import ACCOUNT
from alerts.accounts.sign_in_sessions import IDLE_MS, LONGEST_MS
from alerts.accounts.tables import DEVICES, FAILURES, SESSIONS
from alerts.console import ConsoleSettings
from alerts.database.tokens import digest_of_token
from alerts.errors import LedgerError
from tests.integration.console.conftest import ADDRESS, PASSWORD, Browser, House, form_token


def signed_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


def test_the_right_password_opens_and_the_cookies_are_for_this_host_https_and_no_script(both_houses: House) -> None:
    browser = both_houses.browser()

    answer = browser.sign_in("wang", next_path="/leads/1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/leads/1")
    cookies = [each for each in answer.headers.get_list("set-cookie") if "Max-Age=0" not in each]
    assert {each.partition("=")[0] for each in cookies} == {"__Host-session", "__Host-device"}
    assert all(word in each for each in cookies for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert signed_in(browser)


@pytest.mark.parametrize(
    ("name", "password"), [("wang", "wrong"), ("nobody", PASSWORD), ("", ""), ("wang\0", PASSWORD)]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(house: House, name: str, password: str) -> None:
    browser = house.browser()

    answer = browser.sign_in(name, password)

    assert answer.status_code == 403
    assert "账号或密码不对" in answer.text
    assert not signed_in(browser)


def test_a_disabled_account_gets_that_answer_too_and_its_session_ends(house: House) -> None:
    browser = house.browser("wang")

    house.accounts.disable("wang")

    assert not signed_in(browser)
    assert "账号或密码不对" in house.browser().sign_in("wang").text


def test_a_session_is_over_after_idle_hours_and_after_a_shift_whatever_is_done(house: House) -> None:
    browser = house.browser("wang")
    for column, back in (("seen_at", IDLE_MS), ("started_at", LONGEST_MS)):
        browser = house.browser("wang")
        assert signed_in(browser)
        with house.engine.begin() as connection:
            connection.execute(update(SESSIONS).values({column: SESSIONS.c[column] - back - 1}))
        assert not signed_in(browser)


def test_another_password_signs_out_everywhere_and_forgets_the_devices(house: House) -> None:
    here, there = house.browser("wang"), house.browser("wang")
    fields = {"old": PASSWORD, "new": "another long one", "again": "another long one"}

    answer = here.post("/me/password", fields | {"form_token": form_token(here.get("/me"))})

    assert answer.status_code == 303
    assert not signed_in(here)
    assert not signed_in(there)
    with house.engine.begin() as connection:
        assert connection.execute(select(DEVICES).where(DEVICES.c.account == "wang")).all() == []
    assert house.browser().sign_in("wang", "another long one").status_code == 303


def test_only_digests_of_tokens_are_stored(house: House) -> None:
    browser = house.browser("wang")
    token = browser.http.cookies["__Host-session"]

    with house.engine.begin() as connection:
        stored = connection.execute(select(SESSIONS.c.digest)).scalars().all()

    assert stored == [digest_of_token(token)]
    assert token not in stored


def test_guesses_at_an_account_are_held_up_and_the_device_of_its_owner_is_not(both_houses: House) -> None:
    owner, attacker = both_houses.browser("wang", peer="198.51.100.1"), both_houses.browser(peer="198.51.100.66")

    answers = [attacker.sign_in("wang", f"guess {number}").status_code for number in range(ACCOUNT.free + 2)]

    assert answers == [403] * ACCOUNT.free + [429] * 2
    del owner.http.cookies["__Host-session"]
    assert owner.sign_in("wang").status_code == 303
    stranger = both_houses.browser(peer="198.51.100.7").sign_in("wang")
    assert stranger.status_code == 429
    assert 0 < int(stranger.headers["retry-after"]) <= ACCOUNT.wait_ms // 1000


def test_the_hold_is_over_after_the_stated_delay_and_refused_attempts_do_not_prolong_it(house: House) -> None:
    for number in range(ACCOUNT.free + 3):
        house.browser().sign_in("wang", f"guess {number}")
    with house.engine.begin() as connection:
        assert len(connection.execute(select(FAILURES.c.id)).all()) == 2 * ACCOUNT.free
        connection.execute(update(FAILURES).values(at=FAILURES.c.at - ACCOUNT.wait_ms))

    assert house.browser().sign_in("wang").status_code == 303


def test_one_password_tried_on_many_names_is_held_up_by_its_address_alone(house: House) -> None:
    for number in range(limits.ADDRESS.free):
        with pytest.raises(Exception, match="no account"):
            house.accounts.authenticate(f"name{number}", "Nanchang2026!", "198.51.100.66", None)

    with pytest.raises(WaitError):
        house.accounts.authenticate("wang", PASSWORD, "198.51.100.66", None)
    assert house.accounts.authenticate("wang", PASSWORD, "198.51.100.1", None).name == "wang"


def test_a_device_of_another_account_is_a_stranger(house: House) -> None:
    _, device = house.sessions.begin(house.accounts.get("kan"))
    for number in range(ACCOUNT.free):
        with pytest.raises(Exception, match="no account"):
            house.accounts.authenticate("wang", f"guess {number}", "198.51.100.66", device)

    with pytest.raises(WaitError):
        house.accounts.authenticate("wang", PASSWORD, "198.51.100.66", device)


def test_another_site_can_neither_sign_a_browser_in_nor_send_a_form_of_its_session(house: House) -> None:
    browser = house.browser("wang")
    token = form_token(browser.get("/me"))
    foreign = {"origin": "https://evil.example"}

    assert browser.post("/sign-in", {"name": "kan", "password": PASSWORD}).status_code == 403
    assert browser.post("/me/language", {"language": "en", "form_token": "0" * 64}).status_code == 403
    assert browser.post("/me/language", {"language": "en", "form_token": token}, headers=foreign).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    assert browser.post("/me/language", {"language": "en", "form_token": token}, headers=foreign).status_code == 403
    assert house.accounts.get("wang").language == "zh"
    own = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    assert browser.post("/me/language", {"language": "en", "form_token": token}, headers=own).status_code == 303
    assert house.accounts.get("wang").language == "en"


def test_the_token_of_another_session_is_refused(house: House) -> None:
    one, other = house.browser("wang"), house.browser("wang")

    answer = one.post("/me/language", {"language": "en", "form_token": form_token(other.get("/me"))})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "evil",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "/%5C%5Cevil\n", "javascript:alert(1)",
     "/sign-in?next=/sign-in", "/a\r\nSet-Cookie: x=1", "/\t/evil.example", "/@evil.example"],
)  # fmt: skip
def test_sign_in_goes_on_to_a_page_of_this_console_alone(house: House, evil: str) -> None:
    answer = house.browser().sign_in("wang", next_path=evil)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "evil" not in str(answer.headers)


def test_whoever_is_not_signed_in_is_sent_there_and_back(house: House) -> None:
    browser = house.browser()

    answer = browser.get("/leads?severity=grave&area=360104")

    assert answer.status_code == 303
    form = browser.get(answer.headers["location"])
    assert 'value="/leads?severity=grave&amp;area=360104"' in form.text


def proxied(house: House) -> House:
    house.settings = ConsoleSettings(ADDRESS, (ipaddress.ip_network("10.1.0.0/16"),), "x-remote-user")
    return house


def test_a_trusted_proxy_signs_in_by_its_header_and_nobody_else_does(house: House) -> None:
    proxied(house)
    inside, outside = house.browser(peer="10.1.2.3"), house.browser(peer="203.0.113.9")
    named = {"x-remote-user": "wang"}

    assert "wang" in inside.get("/me", headers=named).text
    assert outside.get("/me", headers=named).status_code == 303
    assert inside.get("/me", headers={"x-remote-user": "nobody"}).status_code == 403
    house.accounts.disable("wang")
    assert house.browser(peer="10.1.2.3").get("/me", headers=named).status_code == 403


def test_a_session_that_a_proxy_began_takes_forms_and_changes_with_the_name(house: House) -> None:
    proxied(house)
    browser = house.browser(peer="10.1.2.3")
    as_wang, as_kan = {"x-remote-user": "wang"}, {"x-remote-user": "kan"}
    token = form_token(browser.get("/me", headers=as_wang))

    assert browser.post("/me/language", {"language": "en", "form_token": token}, headers=as_wang).status_code == 303
    assert browser.post("/me/language", {"language": "en", "form_token": token}, headers=as_kan).status_code == 403
    assert house.accounts.get("kan").language == "zh"


def test_the_address_is_the_last_that_no_trusted_proxy_wrote(house: House) -> None:
    proxied(house)
    trusted, stranger = house.browser(peer="10.1.2.3"), house.browser(peer="203.0.113.9")
    header = {"x-forwarded-for": "1.1.1.1, 198.51.100.5, 10.1.9.9", "x-remote-user": "wang"}

    trusted.get("/leads/1", headers=header)
    stranger.sign_in("wang")
    stranger.get("/leads/1", headers=header)

    assert {look.address for look in house.looks.read(LookFilter())} == {"198.51.100.5", "203.0.113.9"}


def test_guesses_at_the_same_instant_are_counted_one_by_one(both_houses: House) -> None:
    def guess(number: int) -> str:
        try:
            both_houses.accounts.authenticate("wang", f"guess {number}", f"198.51.100.{number}", None)
        except LedgerError as error:
            return type(error).__name__
        return "signed in"

    with ThreadPoolExecutor(8) as pool:
        outcomes = Counter(pool.map(guess, range(3 * ACCOUNT.free)))

    assert outcomes == {"RefusedError": ACCOUNT.free, "WaitError": 2 * ACCOUNT.free}

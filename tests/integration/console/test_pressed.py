"""Forms, sessions and floods under attack: no page stops, nobody is held up, and no sign-in outlives its password."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import func, select

from alerts.accounts import BusyError, RefusedError, WaitError, accounts, limits, passwords
from alerts.accounts.limits import ACCOUNT, DEVICE
from alerts.accounts.sign_in_sessions import MOST_OF_ONE
from alerts.accounts.tables import DEVICES, SESSIONS
from alerts.console import ConsoleSettings, checked_network
from alerts.database import UnitOfWork
from schemas.legal_days import DAY_MS
from tests.integration.console.conftest import ADDRESS, PASSWORD, House, form_token
from tests.integration.console.test_links import issue

NEW = "another long password"


@pytest.mark.parametrize(
    ("encoding", "name"), [("unicode_escape", b"\\ud800"), ("punycode", b"-" + b"b" * 99_000), ("undefined", b"x")]
)
@pytest.mark.parametrize("path", ["/sign-in", "/s/" + "a" * 43])
def test_a_form_that_names_its_own_encoding_is_not_read(house: House, path: str, encoding: str, name: bytes) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n'
    kind = {"content-type": f"multipart/form-data; boundary=x; charset={encoding}"}

    answer = house.browser().send("POST", path, content=head + name + b"\r\n--x--\r\n", headers=kind)

    assert answer.status_code == 415


def test_a_sign_in_under_way_does_not_outlive_the_password(both_houses: House) -> None:
    found = both_houses.accounts.authenticate("wang", PASSWORD, "203.0.113.9", None)
    both_houses.accounts.set_password("wang", NEW)

    with pytest.raises(RefusedError):
        both_houses.sessions.begin(found)


def test_a_sign_in_to_an_account_that_was_disabled_meanwhile_begins_nothing(house: House) -> None:
    found = house.accounts.authenticate("wang", PASSWORD, "203.0.113.9", None)
    house.accounts.disable("wang")

    with pytest.raises(RefusedError):
        house.sessions.begin(found)


def test_a_password_that_is_hashed_anew_does_not_bring_the_old_one_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed_meanwhile(_stored: str) -> bool:
        monkeypatch.setattr(accounts, "is_outdated", lambda _stored: False)
        house.accounts.set_password("wang", NEW)
        return True

    monkeypatch.setattr(accounts, "is_outdated", changed_meanwhile)
    house.accounts.authenticate("wang", PASSWORD, "203.0.113.9", None)

    assert house.accounts.authenticate("wang", NEW, "203.0.113.9", None).name == "wang"


def test_who_found_a_session_cannot_try_passwords_without_end(house: House) -> None:
    browser = house.browser("kan")
    fields = {"form_token": form_token(browser.get("/me")), "new": NEW, "again": NEW}

    answers = [browser.post("/me/password", fields | {"old": f"guess {n}"}).status_code for n in range(DEVICE.free + 1)]

    assert answers == [403] * DEVICE.free + [429]
    with pytest.raises(WaitError):
        house.accounts.change_password("kan", PASSWORD, NEW)
    assert house.accounts.authenticate("kan", PASSWORD, "203.0.113.9", None).name == "kan"


def test_while_strangers_take_all_turns_at_hashing_a_known_device_comes_in_and_the_others_are_told_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = house.browser("wang")
    go_on = Event()
    passwords._nobodys()

    def stays(*_: object) -> bool:
        return go_on.wait(60)

    with ThreadPoolExecutor(passwords._IN_LINE) as pool, monkeypatch.context() as held:
        held.setattr(passwords, "_HASHER", _Held(passwords._HASHER, stays))
        strangers = [
            pool.submit(house.accounts.authenticate, f"n{n}", PASSWORD, f"198.51.100.{n}", None)
            for n in range(passwords._IN_LINE)
        ]
        until = time.monotonic() + 60
        while passwords._STRANGERS._line._value and time.monotonic() < until:
            time.sleep(0.01)
        with pytest.raises(BusyError):
            house.accounts.authenticate("wang", PASSWORD, "203.0.113.9", None)
        held.undo()
        del owner.http.cookies["__Host-session"]
        assert owner.sign_in("wang").status_code == 303
        go_on.set()
        assert all(each.exception() is not None for each in strangers)


class _Held:
    """A hasher whose comparison takes until it is let go."""

    def __init__(self, hasher: object, stays: object) -> None:
        self._hasher, self._stays = hasher, stays

    def verify(self, *_: object) -> bool:
        self._stays()  # type: ignore[operator]  # a callable of the test
        return False


def test_what_was_not_compared_since_too_many_were_counts_as_no_failure(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(passwords, "_STRANGERS", passwords._Turns(1))
        for _ in range(passwords._IN_LINE):
            passwords._STRANGERS._line.acquire()
        browser = house.browser()
        answers = [browser.sign_in("wang").status_code for _ in range(ACCOUNT.free + 1)]

    assert answers == [503] * (ACCOUNT.free + 1)
    assert house.browser().sign_in("wang").status_code == 303


def test_sessions_and_devices_of_one_account_have_a_bound_and_the_latest_stay(both_houses: House) -> None:
    account = both_houses.accounts.get("kan")
    for _ in range(MOST_OF_ONE + 3):
        session, _ = both_houses.sessions.begin(account)

    with both_houses.engine.connect() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(each)).scalar_one() for each in (SESSIONS, DEVICES)
        ]
    assert counts == [MOST_OF_ONE, MOST_OF_ONE]
    assert both_houses.sessions.find(session.token) is not None


def test_failures_of_a_clock_that_was_ahead_hold_nobody_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as ahead:
        real = time.time_ns
        ahead.setattr(time, "time_ns", lambda: real() + DAY_MS * 1_000_000)
        for number in range(ACCOUNT.free + 1):
            house.browser().sign_in("wang", f"guess {number}")

    assert house.browser().sign_in("wang").status_code == 303


def test_one_line_with_many_addresses_of_version_6_is_one_stranger(house: House) -> None:
    for number in range(limits.ADDRESS.free):
        with pytest.raises(RefusedError):
            house.accounts.authenticate(f"name{number}", PASSWORD, f"2001:db8:0:7::{number + 1:x}", None)

    with pytest.raises(WaitError):
        house.accounts.authenticate("wang", PASSWORD, "2001:db8:0:7::ffff", None)
    assert house.accounts.authenticate("wang", PASSWORD, "2001:db8:0:8::1", None).name == "wang"


def test_a_proxy_may_come_by_an_address_of_version_4_within_6_and_name_an_account_in_chinese(house: House) -> None:
    house.accounts.add("王敏", house.accounts.get("wang").role, areas=("360104",))
    house.settings = ConsoleSettings(ADDRESS, (checked_network("10.1.2.3"),), "x-remote-user")
    named = [("x-remote-user", "王敏".encode())]

    assert house.browser(peer="::ffff:10.1.2.3").get("/me", headers=named).status_code == 200
    assert house.browser(peer="::ffff:10.1.2.4").get("/me", headers=named).status_code == 303
    assert house.browser(peer="10.1.2.3").get("/me", headers=[("x-remote-user", b"\xff\xfe")]).status_code == 303


def test_a_page_that_a_link_opens_names_its_token_to_nobody_not_even_in_the_log_of_our_own_proxy(house: House) -> None:
    browser = house.browser()

    assert browser.get("/s/" + "a" * 43).headers["referrer-policy"] == "strict-origin"
    assert browser.get("/calendar/" + "a" * 43 + ".ics").headers["referrer-policy"] == "strict-origin"
    assert browser.get("/sign-in").headers["referrer-policy"] == "same-origin"


def test_a_new_phone_at_which_a_message_was_signed_is_not_held_up_by_who_fails_on_purpose(house: House) -> None:
    for number in range(ACCOUNT.free):
        house.browser(peer="198.51.100.66").sign_in("wang", f"guess {number}")
    phone, other = house.browser(), house.browser()

    assert phone.post(issue(house, 1)).status_code == 200

    assert (phone.sign_in("wang", "wrong").status_code, phone.sign_in("wang").status_code) == (403, 303)
    assert other.sign_in("wang").status_code == 429


def test_who_has_no_link_or_is_held_up_waits_for_nobody_who_writes(house: House) -> None:
    browser = house.browser()
    token = form_token(browser.get("/sign-in"))
    for number in range(ACCOUNT.free):
        browser.sign_in("wang", f"guess {number}")

    with UnitOfWork(house.engine):  # the lock of all who write, as long as this lasts; it is waited for by 30 s
        began = time.monotonic()
        held_up = browser.post("/sign-in", {"form_token": token, "name": "wang", "password": PASSWORD})
        closed = browser.post("/s/" + "a" * 43)
        waited_s = time.monotonic() - began

    assert (held_up.status_code, closed.status_code) == (429, 410)
    assert waited_s < 30

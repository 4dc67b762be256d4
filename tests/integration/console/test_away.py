"""A ledger that is away: every page is one sentence with status 503, and all is well once it is back."""

from pathlib import Path

import pytest

from alerts.ledger import upgrade
from tests.integration.console.conftest import House, closing_house
from tests.servers.postgres import Postgres

SENTENCE = "台账暂时不可用"


def test_pages_say_so_while_the_server_is_stopped_and_go_on_when_it_is_back(postgres: Postgres) -> None:
    url = postgres.new_database()
    upgrade(url)
    with closing_house(url) as house:
        house.people()
        browser = house.browser("li")
        assert browser.get("/leads").status_code == 200

        postgres.stop()
        try:
            answers = [browser.get(path) for path in ("/", "/leads", "/leads/1", "/s/" + "A" * 43, "/me")]
            health = browser.get("/healthz")
        finally:
            postgres.start()

        assert [answer.status_code for answer in answers] == [503] * 5
        assert all(SENTENCE in answer.text and answer.headers["retry-after"] for answer in answers)
        assert all("psycopg" not in answer.text and "127.0.0.1" not in answer.text for answer in answers)
        assert (health.status_code, health.text) == (503, "the ledger cannot be read: away\n")
        assert (browser.get("/healthz").status_code, browser.get("/leads").status_code) == (200, 200)


def test_a_ledger_of_an_older_release_gives_the_sentence(tmp_path: Path) -> None:
    with closing_house(f"sqlite:///{tmp_path / 'empty.db'}") as house:
        browser = house.browser()

        assert browser.get("/leads").status_code == 303
        assert browser.get("/s/" + "A" * 43).status_code == 503
        assert browser.get("/healthz").text == "the ledger cannot be read: not_migrated\n"


def test_a_look_that_cannot_be_written_shows_no_page(house: House) -> None:
    browser = house.browser("wang")
    with house.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON looks BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )

    answer = browser.get("/leads/1")

    assert answer.status_code == 503
    assert "a" * 12 not in answer.text


def test_a_fault_of_the_program_is_a_sentence_without_what_went_wrong(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = house.browser("wang")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(house.looks, "record", broken)

    answer = browser.get("/leads/1")

    assert answer.status_code == 500
    assert "程序出错" in answer.text
    assert "secret" not in answer.text
    assert "default-src" in answer.headers["content-security-policy"]

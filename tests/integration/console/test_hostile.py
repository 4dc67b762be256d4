"""Texts that platforms, browsers and strangers can put into pages, addresses and headers: shown as text, cut, or refused."""

from html.parser import HTMLParser
from typing import Any

import pytest

from alerts.console.guards.gate import MOST_BODY
from alerts.console.tongue import ZH
from alerts.console.views.history import history
from alerts.leads import Action, Change, LogEntry
from schemas.findings.finding import Evidence, Finding, LawUsed, Severity, Summary
from schemas.findings.span import Span
from tests.integration.console.conftest import House, enforced, form_token
from tests.unit.alerts.builders import HOUR, WORKER, found, standing

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'"{{7*7}}\u202e\u0000\x1b[2J'.replace("\0", "")
TAGS = {"script", "img"}


class Tags(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def check_harmless(text: str) -> None:
    """No element, script, handler, style or other host that our own templates do not have."""
    tags = Tags(text).found
    assert [each for tag, each in tags if tag == "script" and each.get("src") not in OWN_SCRIPTS] == []
    assert [each for tag, each in tags if tag == "img" and each.get("src") != "/static/mark.svg"] == []
    assert [each for _, each in tags if any(name.startswith("on") or name == "style" for name in each)] == []
    links = [each.get("href") or each.get("action") or "" for _, each in tags]
    assert [link for link in links if link and not link.startswith(("/", "#"))] == []
    assert "\u202e" not in text
    assert "\x1b" not in text


OWN_SCRIPTS = {"/static/htmx.min.js", "/static/console.js"}


def hostile(finding: Finding) -> Finding:
    """The finding with hostile texts in every field that a platform, an overlay or a release writes."""
    evidence = tuple(
        Evidence(
            platform=EVIL, what=what, id=EVIL, spans=(Span(start=HOUR, end=5 * HOUR, known=known, reasons=(EVIL,)),)
        )
        for what, known in (("session", True), ("order", False))
    )
    law = LawUsed(
        parameter=EVIL, value=EVIL, unit=EVIL, in_force_from=EVIL, source=EVIL, status="unread", replaces=EVIL
    )
    return finding.model_copy(
        update={
            "platforms": {EVIL: 1, EVIL + "2": 2},
            "sector": EVIL,
            "reasons": (EVIL,),
            "evidence": evidence,
            "law": (law,),
            "summary": Summary(zh=EVIL, en=EVIL),
            "release": EVIL,
            "law_digest": EVIL,
            "due_at": 4 * HOUR,
        }
    )


def raise_hostile(house: House) -> int:
    """A hostile lead in the area of wang; its number."""
    one = hostile(enforced(found(1, 9, subject="d" * 64, severity=Severity.GRAVE)))
    house.ledger.apply([standing(1, one, subject="d" * 64)])
    return 5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_platform_writes_is_text_on_every_page(house: House, language: str) -> None:
    number = raise_hostile(house)
    house.accounts.set_language("wang", language)
    browser = house.browser("wang")

    for path in ("/", "/leads", f"/leads/{number}"):
        page = browser.get(path, params={"x": EVIL})
        assert page.status_code == 200
        check_harmless(page.text)
    assert "&lt;script&gt;" in browser.get(f"/leads/{number}").text


def test_what_a_person_writes_is_text_too(house: House) -> None:
    browser = house.browser("wang")
    browser.act(1, "assign", reason=EVIL, assignee="wang")

    page = browser.get("/leads/1")

    assert "&lt;script&gt;alert(1)" in page.text
    assert [tag for tag, each in Tags(page.text).found if tag in TAGS and each.get("src") == "x"] == []


def test_an_actor_that_the_command_line_wrote_is_text(house: House) -> None:
    house.ledger.act(1, Action.ASSIGN, EVIL, EVIL, assignee=EVIL)

    page = house.browser("li").get("/leads/1").text

    assert [tag for tag, each in Tags(page).found if tag == "img" and each.get("src") == "x"] == []
    assert page.count("<script") == 2


def test_a_lead_with_a_hundred_thousand_lines_is_cut_with_a_count(house: House) -> None:
    span = (Span(start=HOUR, end=2 * HOUR, known=True),)
    evidence = tuple(Evidence(platform="hema", what="order", id=f"o{n}", spans=span) for n in range(100_000))
    long = enforced(found(1, 9, subject="e" * 64)).model_copy(update={"evidence": evidence})
    house.ledger.apply([standing(1, long, subject="e" * 64)])

    page = house.browser("li").get("/leads/5")

    assert page.status_code == 200
    assert "99,800" in page.text
    assert len(page.text) < 300_000


def test_a_lead_that_was_amended_ten_thousand_times_is_folded(house: House) -> None:
    text = house.ledger.lead(1).entries[0].finding
    entries = [
        LogEntry(n, 1, Change.RAISED if n == 1 else Change.AMENDED, text, None, None, None, None, n, "", "", "")
        for n in range(1, 10_002)
    ]

    lines = history(entries, ZH)

    assert [line.count for line in lines] == [10_000, 1]
    assert len(lines[0].folded) == 50


@pytest.mark.parametrize(
    "path",
    ["/leads/0", "/leads/-1", "/leads/1e3", "/leads/%31x", "/leads/99999999999999999999", "/leads/１", "/leads/1/../../x",
     "/leads/1%00", "/leads/1;x", "/leads/' OR 1=1 --", "/leads/1/steps", "/static/%2e%2e%2f%2e%2e%2fpyproject.toml",
     "/static/..%5c..%5capp.py", "/calendar/x.ics", "/calendar/../leads/1.ics"],
)  # fmt: skip
def test_a_path_that_is_none_gets_a_sentence(house: House, path: str) -> None:
    answer = house.browser("li").get(path)

    assert answer.status_code in {404, 405}
    assert "Traceback" not in answer.text
    assert "shiftwarden" not in answer.text


@pytest.mark.parametrize(
    "query",
    ["rule=' OR 1=1 --", "severity=<script>", "before=x", "before=99999999999999999999999", "numbers=1,2,x,-1,9e9", "since=999",
     "standing=%00", "area=%00", "signed=<b>", "refused=99999", "handling=" + "x" * 5000, "numbers=" + ",".join(["1"] * 3000),
     "mine=1&running=1&unsigned=1&since=1&before=5"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_gives_a_list(house: House, query: str) -> None:
    page = house.browser("wang").get(f"/leads?{query}")

    assert page.status_code == 200
    check_harmless(page.text)


@pytest.mark.parametrize(
    "host", ["evil.example", "desk.example.evil.example", "desk.example:444", "", "DESK.example@evil"]
)
def test_another_host_is_not_answered(house: House, host: str) -> None:
    answer = house.browser().get("/sign-in", headers={"host": host})

    assert answer.status_code == 421
    assert "evil" not in answer.text


def test_links_name_the_address_of_the_settings_whatever_the_host_is_said_to_be(house: House) -> None:
    answer = house.browser().get(
        "/leads", headers={"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    )

    assert answer.headers["location"] == "/sign-in?next=%2Fleads"


def test_every_answer_has_the_headers_that_keep_scripts_and_frames_out(house: House) -> None:
    browser = house.browser("wang")
    for path in ("/", "/leads/1", "/nowhere", "/static/console.css", "/s/" + "A" * 43, "/sign-in"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers["cache-control"] == ("public, max-age=3600" if "static" in path else "no-store")


def test_no_page_has_a_style_or_a_script_in_it(house: House) -> None:
    browser = house.browser("li")
    for path in ("/", "/leads", "/leads/1", "/me"):
        tags = Tags(browser.get(path).text).found
        assert [tag for tag, each in tags if tag == "style" or "style" in each] == []
        assert [each for tag, each in tags if tag == "script" and "src" not in each] == []


def test_a_body_that_is_too_long_is_refused_stated_or_not(house: House) -> None:
    browser = house.browser("wang")
    long = "x" * (MOST_BODY + 1)

    async def parts() -> Any:
        for _ in range(MOST_BODY // 1000 + 2):
            yield b"x" * 1000

    assert browser.post("/sign-in", {"name": long}).status_code == 413
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.send("POST", "/sign-in", content=parts(), headers=kind).status_code == 413
    assert browser.send("POST", "/sign-in", content=b"x", headers={"content-length": "-5"}).status_code == 413


def test_a_form_of_thousands_of_fields_or_with_files_is_refused(house: House) -> None:
    browser = house.browser("wang")
    many = {f"f{n}": "1" for n in range(3000)}

    assert browser.post("/sign-in", many).status_code in {400, 403, 405}
    assert browser.send("POST", "/sign-in", files={"name": b"x"}).status_code == 415


def test_a_session_cookie_that_is_nonsense_is_none(house: House) -> None:
    browser = house.browser()
    for value in ("x", "A" * 5000, "'; DROP TABLE sessions; --"):
        assert browser.get("/me", headers={"cookie": f"__Host-session={value}"}).status_code == 303


def test_the_token_of_the_form_is_on_no_page_for_strangers(house: House) -> None:
    token = form_token(house.browser("wang").get("/me"))

    assert token not in house.browser().get("/sign-in").text
    assert WORKER not in house.browser().get("/sign-in").text

"""A console that listens on this machine, and a real Chromium that opens it."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from alerts.console import ConsoleSettings
from alerts.database import open_engine
from schemas.findings.figures import Period
from schemas.findings.finding import Evidence, Finding, LawUsed, Scope, SecondOpinion, Severity
from schemas.findings.rest_figures import PlatformTime, RestFigures
from schemas.findings.span import Span
from tests.integration.console.conftest import PASSWORD, House, enforced, upgraded
from tests.servers.tools import needs
from tests.unit.alerts.builders import HOUR, found, standing

LIMIT_MS = 60_000
MINUTE = 60_000

PHONE, DESK = (390, 844), (1440, 900)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The browser, for one file alone: as long as it runs, no test beside it can run a loop of its own."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    expect.set_options(timeout=LIMIT_MS)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path or needs("chromium"), args=["--no-sandbox"])
        yield made
        made.close()


def drawn() -> Finding:
    """A stretch on two platforms with orders, a pause, unknown time and a limit, for the drawing and the tables."""
    sessions = (
        Evidence(platform="hema", what="session", id="s1", spans=(span(0, 100), span(110, 200))),
        Evidence(platform="xunda", what="session", id="s2", spans=(span(200, 300),)),
    )
    orders = (
        Evidence(platform="hema", what="order", id="o1", spans=(span(10, 40),)),
        Evidence(platform="hema", what="order", id="o2", spans=(span(120, 190),)),
        Evidence(platform="xunda", what="order", id="o3", spans=(span(260, 300, known=False),)),
    )
    pieces = (span(0, 100), span(110, 260), span(260, 300, known=False))
    whole = Period(start=HOUR, end=HOUR + 300 * MINUTE)
    rest = RestFigures(
        reading="low",
        high_stretch=whole,
        low_stretches=(Period(start=HOUR, end=HOUR + 260 * MINUTE),),
        pieces=pieces,
        platforms=(PlatformTime("hema", 190 * MINUTE, 190 * MINUTE), PlatformTime("xunda", 60 * MINUTE, 100 * MINUTE)),
    )
    law = LawUsed(
        parameter="rest_missed.break",
        value="1200000",
        unit="ms",
        in_force_from="2022-05-12",
        source="第6条",
        status="official",
    )
    return enforced(found(1, severity=Severity.GRAVE)).model_copy(
        update={
            "scope": Scope.CROSS_PLATFORM,
            "platforms": {"hema": 190 * MINUTE, "xunda": 100 * MINUTE},
            "evidence": (*sessions, *orders),
            "rest": rest,
            "law": (law,),
            "due_at": HOUR + 250 * MINUTE,
            "measured_low": 250 * MINUTE,
            "measured_high": 290 * MINUTE,
            "second_opinion": SecondOpinion(measured=100 * MINUTE, kind=None),
        }
    )


def span(start: int, end: int, *, known: bool = True) -> Span:
    """A piece of time in minutes from the first hour."""
    reasons = () if known else ("open_order",)
    return Span(start=HOUR + start * MINUTE, end=HOUR + end * MINUTE, known=known, reasons=reasons)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[House]:
    """A console that listens on a free port, with one drawn lead (5) beside the others."""
    engine = open_engine(upgraded(f"sqlite:///{tmp_path / 'ledger.db'}"))
    listening = socket.create_server(("127.0.0.1", 0))
    house = House(engine, ConsoleSettings(f"http://127.0.0.1:{listening.getsockname()[1]}"))
    house.people()
    house.ledger.apply([standing(1, drawn(), subject="d" * 64)])
    server = uvicorn.Server(uvicorn.Config(house.app(), log_level="warning", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + LIMIT_MS / 1000
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield house
    server.should_exit = True
    thread.join(LIMIT_MS / 1000)
    listening.close()
    engine.dispose()


Opens = Callable[..., Page]


@pytest.fixture
def opens(live: House, chromium: Chromium) -> Iterator[Opens]:
    """Opens a page of a size; faults of scripts and refusals by the policy of content fail the test in the end."""
    contexts, faults = [], []

    def opened(size: tuple[int, int] = PHONE, name: str | None = None, scheme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=live.settings.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        context.set_default_timeout(LIMIT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if name is not None:
            page.goto("/sign-in")
            page.fill("#name", name)
            page.fill("#password", PASSWORD)
            page.click("main button")
            page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []

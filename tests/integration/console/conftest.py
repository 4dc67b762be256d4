"""A console over a ledger with a few leads, and a browser without scripts that keeps cookies and fills in forms."""

import asyncio
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine

from alerts.accounts import AccountRole, DeskAccounts, Looks, Sessions, may_sign, passwords
from alerts.console import ConsoleSettings, Desk, Reliance, create_app
from alerts.console.metrics import ConsoleMetrics
from alerts.database import open_engine
from alerts.ledger import Ledger, upgrade
from alerts.signing import Links
from alerts.words import Names
from schemas.bilingual import Bilingual
from schemas.findings.finding import Finding, Kind, Severity
from tests.servers.postgres import Postgres, private_postgres
from tests.unit.alerts.builders import found, standing

ADDRESS = "https://desk.example"
PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that live for one test
OTHER, FAR = "b" * 64, "c" * 64

PEOPLE = {
    "wang": (AccountRole.INSPECTOR, ("360104",)),
    "zhao": (AccountRole.INSPECTOR, ("360111",)),
    "li": (AccountRole.SUPERVISOR, ()),
    "kan": (AccountRole.VIEWER, ()),
    "op": (AccountRole.OPERATOR, ()),
    "dpo": (AccountRole.DATA_OFFICER, ()),
}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with private_postgres() as server:
        yield server


@pytest.fixture(autouse=True)
def _fast_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real parameters take 64 MiB and a tenth of a second; `test_passwords` has them."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


def upgraded(url: str) -> str:
    upgrade(url)
    with Ledger.open(url) as ledger:
        ledger.apply(leads())
    return url


def leads() -> list[Any]:
    """Leads 1 (grave, running) and 2 in the area of wang, 3 in that of zhao, 4 undecidable without an area."""
    here = [enforced(found(1, severity=Severity.GRAVE)), enforced(found(10, 15))]
    there = enforced(found(1, 9, subject=OTHER, area="360111"))
    unknown = found(2, 8, subject=FAR, kind=Kind.UNDECIDABLE, severity=None).model_copy(update={"area": None})
    return [standing(1, *here), standing(1, there, subject=OTHER), standing(1, unknown, subject=FAR)]


def enforced(finding: Finding) -> Finding:
    return finding.model_copy(update={"mode": "enforce"})


def more(finding: Finding, minutes: int = 30) -> Finding:
    """The finding, by so many minutes longer."""
    measured = (finding.measured or 0) + minutes * 60_000
    return finding.model_copy(update={"measured": measured, "measured_low": measured, "measured_high": measured})


@pytest.fixture(params=["sqlite", "postgresql"])
def both_urls(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return upgraded(f"sqlite:///{tmp_path / 'ledger.db'}")
    server: Postgres = request.getfixturevalue("postgres")
    return upgraded(server.emptied_database())


@pytest.fixture
def url(tmp_path: Path) -> str:
    return upgraded(f"sqlite:///{tmp_path / 'ledger.db'}")


@dataclass
class House:
    """The stores behind a console, and the application over them."""

    engine: Engine
    settings: ConsoleSettings = field(default_factory=lambda: ConsoleSettings(ADDRESS))
    duty: Any = None

    def __post_init__(self) -> None:
        self.accounts, self.sessions = DeskAccounts(self.engine), Sessions(self.engine)
        self.looks, self.ledger = Looks(self.engine), Ledger(self.engine)
        self.links = Links(self.engine, self.settings.address, may_sign)
        self.metrics = ConsoleMetrics()
        self.browsers: list[Browser] = []

    def app(self) -> Any:
        desk = Desk(
            settings=self.settings,
            engine=self.engine,
            ledger=self.ledger,
            accounts=self.accounts,
            sessions=self.sessions,
            looks=self.looks,
            links=self.links,
            names=Names({"360104": Bilingual("青云谱区", "Qingyunpu")}, {"hema": Bilingual("河马外卖", "Hema")}),
            now=lambda: time.time_ns() // 1_000_000,
            reliance=lambda: Reliance(None),
            read_duty=lambda: self.duty,
        )
        return create_app(desk, self.metrics)

    def people(self) -> None:
        for name, (role, areas) in PEOPLE.items():
            self.accounts.add(name, role, areas=areas, password=PASSWORD)

    def browser(self, name: str | None = None, peer: str = "203.0.113.9") -> "Browser":
        made = Browser(self.app(), self.settings.address, peer)
        self.browsers.append(made)
        if name is not None:
            assert made.sign_in(name).status_code == 303
        return made


class Browser:
    """Keeps cookies as a browser does; follows no redirect by itself.

    Requests run in a thread of their own: in that of the tests a real browser's loop may be running.
    """

    def __init__(self, app: Any, address: str, peer: str) -> None:
        self._runner, self._thread = asyncio.Runner(), ThreadPoolExecutor(1)
        transport = httpx.ASGITransport(app=app, client=(peer, 50_000), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=address)

    def send(self, method: str, path: str, **values: Any) -> httpx.Response:
        return self._thread.submit(self._runner.run, self.http.request(method, path, **values)).result()

    def get(self, path: str, **values: Any) -> httpx.Response:
        return self.send("GET", path, **values)

    def post(self, path: str, fields: Any = None, **values: Any) -> httpx.Response:
        return self.send("POST", path, data=fields or {}, **values)

    def sign_in(self, name: str, password: str = PASSWORD, next_path: str = "/") -> httpx.Response:
        token = form_token(self.get("/sign-in"))
        fields = {"name": name, "password": password, "next": next_path, "form_token": token}
        return self.post("/sign-in", fields)

    def act(self, number: int, action: str, **fields: str) -> httpx.Response:
        token = form_token(self.get("/me"))
        return self.post(f"/leads/{number}/steps", {"form_token": token, "action": action, **fields})

    def close(self) -> None:
        self._thread.submit(self._runner.run, self.http.aclose()).result()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()


def form_token(page: httpx.Response) -> str:
    found_ = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found_ is not None, page.text[:500]
    return unescape(found_[1])


@pytest.fixture
def house(url: str) -> Iterator[House]:
    yield from opened_house(url)


@pytest.fixture
def both_houses(both_urls: str) -> Iterator[House]:
    yield from opened_house(both_urls)


def opened_house(url: str) -> Iterator[House]:
    with closing_house(url) as made:
        made.people()
        yield made


@contextmanager
def closing_house(url: str) -> Iterator[House]:
    """A house over the ledger at an address, without people, closed with its browsers in the end."""
    engine = open_engine(url)
    made = House(engine)
    try:
        yield made
    finally:
        for each in made.browsers:
            each.close()
        engine.dispose()

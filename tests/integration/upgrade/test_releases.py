"""Data of each release, from the one of 2610ad7 on: state, ledger and law files of an operator are read by this one."""

import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pytest

from alerts.leads.cause import Cause
from alerts.leads.lead import Change
from alerts.ledger import Ledger, upgrade
from schemas.findings.finding import StandingSet
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.days.memory import KEPT_DAYS
from streams.law.files import packaged_law
from streams.law.reading.loader import load_law
from tests.servers.live import ledger_in

RELEASES = sorted(path for path in (Path(__file__).parent / "releases").iterdir())
DAY = 86_400_000
TAKEN = (Change.WITHDRAWN, Change.SUPERSEDED)


def read(path: Path) -> dict[str, Any]:
    """The data of an installation of a release, as `release` wrote them; of the first one the law files alone."""
    found: dict[str, Any] = msgspec.msgpack.decode(lzma.decompress(path.read_bytes()))
    return found


def name_of(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.fixture(params=RELEASES, ids=name_of)
def every(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The data of each release."""
    return read(request.param)


@pytest.fixture(params=[path for path in RELEASES if "units" in read(path)], ids=name_of)
def left(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The data of one release after 2610ad7, of which `test_former_data` has the state and the ledger."""
    return read(request.param)


@contextmanager
def ledger_of(left: dict[str, Any], folder: Path) -> Iterator[Ledger]:
    """The ledger that it left, upgraded, in a folder of its own."""
    folder.mkdir()
    (folder / "ledger.db").write_bytes(left["ledger"])
    upgrade(ledger_in(folder))
    with Ledger.open(ledger_in(folder)) as opened:
        yield opened


def heir_of(left: dict[str, Any], now: int) -> Judge:
    """A judge of this release that takes over the state that was left."""
    judge = Judge(packaged_law(), HORIZON_MS)
    judge.load(left["units"], now)
    return judge


def fallen(left: dict[str, Any], ledger: Ledger, later: int) -> set[int]:
    """The leads that fall by what this release says of the state that was left, so many ms later, each with its cause."""
    now, head = left["now"] + later, ledger.head()
    judge = heir_of(left, now)
    ledger.apply([each.standing_set((2, 1, now)) for each in judge.everything(now)], now)
    assert {watched.aside for watched in judge.roster.workers.values()} <= {None}
    changed = list(ledger.changes(head.sequence))
    assert all(Cause.model_validate_json(each.cause or "{}") != Cause() for each in changed if each.change in TAKEN)
    return {each.lead for each in changed if each.change in TAKEN}


def test_its_standing_sets_are_read_and_its_ledger_has_heard_them_all(left: dict[str, Any], tmp_path: Path) -> None:
    with ledger_of(left, tmp_path / "ledger") as ledger:
        head, leads = ledger.head(), list(ledger.leads())

        ledger.apply([StandingSet.model_validate_json(each) for each in left["said"]], left["now"])

        assert ledger.head() == head
        assert ledger.verify() == []
        assert len(leads) > 5


def test_its_state_is_read_and_silence_takes_nothing_back(left: dict[str, Any], tmp_path: Path) -> None:
    with ledger_of(left, tmp_path / "at once") as ledger:
        at_once = fallen(left, ledger, 0)
        standing = len(list(ledger.leads()))

    for days in (1, 3, KEPT_DAYS + 1, 400):
        with ledger_of(left, tmp_path / f"{days} days later") as ledger:
            assert fallen(left, ledger, days * DAY) <= at_once
            assert ledger.verify() == []
    assert len(at_once) < standing


def test_orders_and_pay_of_days_that_were_cut_are_read_in_the_form_in_which_they_had_no_index() -> None:
    former, later = (read(path) for path in RELEASES if name_of(path) in {"346bd7ec", "bfb6d48c"})  # of the same city

    days, same = (
        {name: watched.facts.days for name, watched in heir_of(left, left["now"]).roster.workers.items()}
        for left in (former, later)
    )

    assert days == same
    assert sum(len(each.entries_of(name)) for each in days.values() if each for name in each.platforms) > 100


def test_its_law_files_laid_over_those_of_this_release_are_read(every: dict[str, Any]) -> None:
    ours = {
        each.name: each.read_text("utf-8") for each in files("streams.law").iterdir() if each.name.endswith(".yaml")
    }

    law = load_law(ours, every["law"])

    assert set(every["law"]) <= set(ours)
    assert {each.parameter for each in law.values} >= {each.parameter for each in packaged_law().values}

"""A worker process that is told to end has begun its deadline, though Faust still hears of the signal."""

import asyncio
import gc
import signal
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from alerts.ledger import upgrade
from streams.app import App
from streams.process import _hosting, collect_seldom
from streams.settings import Settings


@contextmanager
def signals_restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("stopping", [False, True])
def test_an_error_ends_the_worker_in_order_but_for_one_that_comes_of_its_stopping(
    stopping: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(Settings(ledger=f"sqlite:///{tmp_path / 'ledger.db'}"), tmp_path)
    told: list[object] = []
    monkeypatch.setattr("streams.app.os.kill", lambda _, number: told.append(number))
    monkeypatch.setattr(app.deadline, "begin", lambda seconds, _: told.append(seconds))
    monkeypatch.setattr(type(app.runtime), "stopping", stopping)

    with pytest.raises(TimeoutError):  # it never comes back
        asyncio.run(asyncio.wait_for(app._end("lag", RuntimeError("Event loop is closed")), 0.1))

    assert (app.failed, told) == ((False, []) if stopping else (True, [15.0, signal.SIGTERM]))


def test_state_that_cannot_be_recovered_ends_the_worker_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(Settings(ledger=f"sqlite:///{tmp_path / 'ledger.db'}"), tmp_path)
    told: list[object] = []
    monkeypatch.setattr("streams.app.os.kill", lambda _, number: told.append(number))
    monkeypatch.setattr(app.deadline, "begin", lambda seconds, why: told.append((seconds, why)))

    with pytest.raises(AttributeError):  # as Faust raises it and goes on
        app.runtime.state.table.apply_changelog_batch([cast("Any", "no event")])

    labels = {"agent": "judge", "reason": "recovery_failed"}
    assert (app.failed, told) == (True, [(10.0, "state could not be recovered"), signal.SIGTERM])
    assert app.registry.get_sample_value("shiftwarden_partitions_stopped", labels) == 1


def test_a_signal_begins_the_deadline_and_faust_begins_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(ledger)
    app = App(Settings(ledger=ledger), tmp_path)
    begun: list[str] = []
    monkeypatch.setattr(app.deadline, "begin", lambda _, why: begun.append(why))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = _hosting(app)

    async def told() -> bool:
        worker.install_signal_handlers()
        signal.raise_signal(signal.SIGTERM)
        await worker.wait_until_stopped()
        return worker.should_stop

    with signals_restored():
        stopping = loop.run_until_complete(asyncio.wait_for(told(), 30))
    loop.close()

    assert begun == ["told to end by SIGTERM"]
    assert stopping


@contextmanager
def collector_restored() -> Iterator[None]:
    thresholds, callbacks = gc.get_threshold(), [*gc.callbacks]
    yield
    gc.callbacks[:] = callbacks
    gc.set_threshold(*thresholds)
    gc.unfreeze()


class Ring:
    """An object that refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_the_collector_finds_a_cycle_and_looks_at_what_is_left_no_more() -> None:
    kept = [Ring() for _ in range(100)]

    with collector_restored():
        collect_seldom()
        young, gone = [Ring() for _ in range(100)], weakref.ref(Ring())
        gc.collect(0)
        left = {id(each) for each in gc.get_objects()}

        assert gone() is None
        assert not left & {*map(id, [*kept, *young])}
        assert gc.get_count()[1:] == (0, 0)

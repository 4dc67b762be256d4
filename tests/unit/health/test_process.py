"""A worker process that is told to end has begun its deadline, though Faust still hears of the signal."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alerts.migrations import upgrade
from streams.app import App
from streams.process import _Worker
from streams.settings import Settings


@contextmanager
def signals_restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_begins_the_deadline_and_faust_begins_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(ledger)
    app = App(Settings(ledger=ledger), tmp_path)
    begun: list[str] = []
    monkeypatch.setattr(app.deadline, "begin", lambda _, why: begun.append(why))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    worker = _Worker(app)

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

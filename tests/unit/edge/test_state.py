"""The table of state: which keys stand after writes of one incarnation and the next."""

import asyncio
from typing import Any, cast

from streams.edge.state import Owner, State

OWNER = Owner(b"w", 3)


class Changelog:
    """App, table and changelog in one: what was sent last of each key."""

    def __init__(self) -> None:
        self.data: dict[bytes, bytes] = {}
        self.sent: list[tuple[bytes, bytes | None]] = []

    def Table(self, *_: object, **__: object) -> "Changelog":  # noqa: N802  Faust's name
        return self

    @property
    def changelog_topic(self) -> "Changelog":
        return self

    async def send(self, key: bytes, value: bytes | None, partition: int) -> "asyncio.Future[None]":
        assert partition == OWNER.partition
        self.sent.append((key, value))
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done


def table(log: Changelog) -> State:
    return State(cast("Any", log), 8, lambda: None, lambda _: None)


def written(state: State, incarnation: int, *units: tuple[bytes, bytes | None]) -> None:
    asyncio.run(state.write(OWNER, incarnation, units))


def found(state: State) -> dict[bytes, bytes]:
    return dict(state.of(OWNER))


def test_a_unit_that_is_no_more_is_gone_under_every_incarnation_and_is_remembered_no_longer() -> None:
    log = Changelog()
    first, second = table(log), table(log)
    written(first, 7, (b"a", b"1"), (b"b", b"1"))
    found(second)

    written(second, 8, (b"a", b"2"))
    written(second, 8, (b"b", None))

    assert found(second) == {b"a": b"2"}
    assert len(log.data) == 1
    assert second._keys[OWNER].keys() == {b"a"}


def test_what_an_earlier_incarnation_wrote_is_removed_after_its_successor_has_written_the_unit() -> None:
    log = Changelog()
    first, second = table(log), table(log)
    written(first, 7, (b"a", b"1"))
    found(second)
    log.sent.clear()

    written(second, 8, (b"a", b"2"))

    assert [value for _, value in log.sent] == [b"2", None]

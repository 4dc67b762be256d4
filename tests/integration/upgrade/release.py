"""Writes what an installation of a release leaves, run by the release in the current folder, to one file.

So the files in `releases` were made, each named by the commit of its release, which was checked out in another folder, and there:

    PYTHONPATH=. python THIS_FILE RELEASES/COMMIT.msgpack.xz [law]

A small city of three days goes through a judge with a horizon, which is evaluated every hour. The file has the instant of its
end, the units of state, the standing sets as they were said last, the ledger that was told of them all, and the law files, as
an operator may have copied them to overlay them. With `law` it has these alone: of the release of 2610ad7, whose state and ledger
`export` wrote. It uses no more of a release than what all of them have, under the names of each.
"""

import importlib
import lzma
import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from alerts.ledger import Ledger
from schemas.work import Group
from streams.law.files import packaged_law

_START = 1_768_406_400_000
"""00:00 of 15 January 2026 in Nanchang, in ms: the standard on days is in force, and wages are unread."""

_HOUR = 3_600_000
_HOURS, _PEOPLE, _SEED = 72, 4, 17


def export(file: Path) -> None:
    """Let the city go through the judge, and write the file."""
    judges, upgrade = _module("streams.core.judge", "streams.core.workers.judge"), _upgrade()
    cities, codec = (
        _module("streams.city.city", "streams.tools.city.simulator"),
        _module("schemas.codec", "schemas.feed.codec"),
    )
    law = packaged_law()
    judge, now = judges.Judge(law, judges.HORIZON_MS), _START
    city, reader = cities.City(_SEED, _PEOPLE, _START, yesterday=True), codec.FeedReader(_places(law))
    evaluate_due = getattr(judge, "evaluate_due", None) or judge.answers
    said: dict[str, Any] = {}
    with TemporaryDirectory() as name:
        url = f"sqlite:///{name}/ledger.db"
        upgrade(url)
        with Ledger.open(url) as ledger:
            for since in range(_START, _START + _HOURS * _HOUR, _HOUR):
                now = since + _HOUR
                _fold(judge, reader, city.batches(city.begins if since == _START else since, now), now)
                fresh = {each.subject: each for each in _sets(evaluate_due(now), now)}
                ledger.apply(list(fresh.values()), now)
                said |= fresh
        units = {key: value for several in judge.roster.dump(1) for key, value in several if value is not None}
        state = {
            "now": now,
            "units": units,
            "said": [each.model_dump_json().encode() for each in said.values()],
            "ledger": _alone(Path(name)),
            "law": _law(),
        }
    _write(file, state)


def _write(file: Path, left: dict[str, Any]) -> None:
    file.write_bytes(lzma.compress(msgspec.msgpack.encode(left), preset=9))


def _law() -> dict[str, str]:
    return {each.name: each.read_text("utf-8") for each in sorted(Path("streams/law").glob("*.yaml"))}


def _module(*names: str) -> Any:
    """The first module of these that the release has."""
    for name in names:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(names)


def _upgrade() -> Any:
    ledger = _module("alerts.ledger")
    return getattr(ledger, "upgrade", None) or _module("alerts.migrations").upgrade


def _places(law: Any) -> Any:
    """The places that a reader wants: in the older releases those of the law itself."""
    return getattr(law.places, "known", law.places)


def _fold(judge: Any, reader: Any, batches: Any, now: int) -> None:
    for platform, value in batches:
        reading = reader.read(value, platform_id=platform, arrival=None, offset=0)
        for name, rows in reading.rows_by_platform.items():
            judge.fold(Group(name, f"feed.{name}", 0, rows), now)


def _sets(published: Any, now: int) -> list[Any]:
    return [each.standing_set((1, 1, now)) for each in published]


def _alone(folder: Path) -> bytes:
    """The ledger as one file, without the companions that SQLite keeps beside it."""
    with sqlite3.connect(folder / "ledger.db") as database:
        database.execute("VACUUM INTO ?", [str(folder / "alone.db")])
    return (folder / "alone.db").read_bytes()


if __name__ == "__main__":
    if sys.argv[2:] == ["law"]:
        _write(Path(sys.argv[1]), {"law": _law()})
    else:
        export(Path(sys.argv[1]))

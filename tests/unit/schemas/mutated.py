"""Events with one or two fields changed, at the edges of every form; and a proof that all ways of reading them agree.

    python -m tests.unit.schemas.mutated [--count 200000] [--seed 1]

Reads so many arrays by the fast way and by the slow one, and ends with 1 and the array where they differ.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from schemas.feed.checks import EventChecker
from schemas.feed.codec import _read, _slow
from schemas.feed.examples import EXAMPLES
from schemas.feed.plain.accepting import plain_events
from tests.unit.schemas.said import ARRIVAL, PLACES

NAMES = sorted(
    {name for said in EXAMPLES for name in said} | {"published_at", "sequence", "partner_id", "for_until", "x"}
)
IDS = ["", "a", "A-9._:", "a" * 128, "a" * 129, "a b", "a/b", "é", "a\n", "\x00", "号", "\ud800", '"', "\\"]
WORKERS = ["0" * 64, "f" * 64, "F" * 64, "g" * 64, "0" * 63, "0" * 65, "0" * 63 + "\n"]
PLATFORMS = ["hema", "didi", "Hema", "h" * 32, "h" * 33, "9a", "a\n"]
WORDS = ["delivery", "courier", "walking", "pushed", "worker", "piece", "session.online", "order.accepted"]
AREAS = ["360104", "NC-GX", "360100", "440305", "990305", "361199", "36010"]
DAYS = ["2022-05-12", "2022-05-13", "2022-04-01", "2022-5-12", "2022-02-30", "2022-05-12 "]
INSTANTS = [
    *(
        "2022-05-12T08:00:00Z",
        "2022-05-12T08:00:00",
        "2022-05-12T08:00:00z",
        "2022-05-12 08:00:00Z",
        "2022-05-12T08:00Z",
    ),
    *("2022-05-12T08:00:00.1234567890Z", "2022-05-12T08:00:00.123456789+08:00", "2022-05-12T08:00:00.Z"),
    *("2022-05-12T08:00:00+24:00", "2022-05-12T08:00:00+08:60", "2022-05-12T08:00:00+0800", "2022-05-12T08:00:00Z\n"),
    *("2022-02-29T08:00:00Z", "2022-05-12T24:00:00Z", "1969-12-31T23:59:59Z", "9999-01-01T00:00:00Z"),
    *("2022-05-12T08:00:60Z", "+022-05-12T08:00:00Z", "2022-05-12T08:00: 0Z", "2022-05-12T23:00:00Z"),
    "\uff12022-05-12T08:00:00Z",  # a digit that is none of ASCII
]
TEXTS = [*IDS, *WORKERS, *PLATFORMS, *WORDS, *AREAS, *DAYS, *INSTANTS]
VALUES: list[Any] = [
    *TEXTS,
    None,
    True,
    False,
    0,
    -1,
    1,
    520,
    10**9,
    10**9 + 1,
    2**63 - 1,
    2**63,
    -(2**63),
    -(2**63) - 1,
]
VALUES += [10**30, 1.0, 0.5, 1e300, float("nan"), float("inf"), [], {}, [1], {"a": 1}]


def mutated(rng: Random) -> dict[str, Any]:
    """An example with a field or two changed, left out or added."""
    said: dict[str, Any] = dict(rng.choice(EXAMPLES))
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        name = rng.choice([*said, *NAMES])
        if rng.random() < 0.1:
            said.pop(name, None)
        else:
            said[name] = rng.choice(VALUES)
    return said


def array(rng: Random) -> bytes:
    """An array of some such events; at times with a field given twice, blanks, escapes, or a byte changed."""
    texts = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        said = mutated(rng)
        text = json.dumps(said, ensure_ascii=rng.random() < 0.5)
        if said and rng.random() < 0.1:
            again = json.dumps({rng.choice(list(said)): rng.choice(VALUES)})[1:-1]
            text = f"{text[:-1]},{again}}}" if rng.random() < 0.5 else f"{{{again},{text[1:]}"
        texts.append(text)
    value = bytearray("[" + rng.choice((",", " , ", ",\n")).join(texts) + "]", "utf-8", "surrogatepass")
    if rng.random() < 0.1:
        value[rng.randrange(len(value))] = rng.choice(b'\x00\n "\\,:[]{}0aZ\xff')
    return bytes(value)


def arrays(seed: int, count: int) -> Iterator[bytes]:
    """So many arrays."""
    rng = Random(seed)
    return (array(rng) for _ in range(count))


def differs(value: bytes) -> bool:
    """True where the ways of reading an array do not agree, with or without a platform and an arrival."""
    takers = (EventChecker(PLACES, "hema", ARRIVAL), EventChecker(PLACES, None, None))
    return any(_read(value, taker, 7) != _slow(value, taker, 7) for taker in takers)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    plain = 0
    for value in arrays(options.seed, options.count):
        if differs(value):
            sys.exit(f"the ways of reading differ: {value!r}")
        plain += plain_events(value) is not None
    sys.stdout.write(f"{options.count:,} arrays are read alike, {plain:,} of them by the plain way at first\n")


if __name__ == "__main__":
    main()

"""Judges five weeks of 2,000 people as live, with kills, and by a replay; prints what differs, and what it takes.

    python -m tests.weeks [--people 2000] [--days 35] [--seed 1]

Each half runs in a process of its own, so that the memory of the one is not that of the other.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections import Counter
from random import Random
from typing import Any

from tests.bench.usage import cpu_s, memory_mb
from tests.weeks.judged import Chances, differences, gist, live, replayed
from tests.weeks.people import Weeks

_AT_ONCE = 100
"""People whose events a replay holds at a time: nobody's findings depend on anybody else."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.weeks", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=35)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=["live", "replay"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.half:
        half = _live if options.half == "live" else _replay
        sys.stdout.write(json.dumps(half(options.seed, options.people, options.days)))
        return
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.weeks", *sys.argv[1:], "--half"]
    started = [subprocess.Popen([*command, half], stdout=subprocess.PIPE) for half in ("live", "replay")]
    one, other = (json.loads(each.communicate()[0]) for each in started)
    found = list(differences(one.pop("findings"), other.pop("findings")))
    lines = [f"{name}: {value}" for half in (one, other) for name, value in half.items()]
    lines += [f"wall s: {time.monotonic() - began:.0f}", f"differences: {len(found)}", *found[:20]]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(1 if found else 0)


def _live(seed: int, people: int, days: int) -> dict[str, Any]:
    weeks, before = Weeks(seed, range(people), days), memory_mb(os.getpid())
    service = live(weeks, Random(seed), Chances())
    findings = gist(service.findings(weeks.judged_at))
    service.checkpoint()
    gc.collect()
    held = len(service.judge.roster.workers)
    memory, stored = memory_mb(os.getpid()), sum(map(len, service.stored.values()))
    rules = Counter(f"{each['rule']} {each['kind']}" for each in findings.values())
    return {
        "findings": findings,
        "live: findings": dict(sorted(rules.items())),
        "live: people held": held,
        "live: kills": service.kills,
        "live: refused": service.refused,
        "live: kB of memory a person, the published findings with it": round((memory - before) * 1000 / held, 1),
        "live: kB stored a person": round(stored / 1000 / held, 2),
        "live: CPU s": round(cpu_s(os.getpid())),
    }


def _replay(seed: int, people: int, days: int) -> dict[str, Any]:
    findings: dict[str, dict[str, Any]] = {}
    for first in range(0, people, _AT_ONCE):
        findings |= gist(replayed(Weeks(seed, range(first, min(first + _AT_ONCE, people)), days)))
    return {"findings": findings, "replay: CPU s": round(cpu_s(os.getpid()))}


main()

"""Events of a worker, for tests of the judge: `says(judge, "08:00 online", "08:01 beat")`; times are those of 1 June 2022."""

from collections.abc import Iterable

from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339
from schemas.work import AcceptanceRow, AnyRow, Group, OrderRow, SessionRow, Sort, Step
from streams.core.publishing import Publication
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import NotTaken
from tests.oracle.law import MINUTE, SECOND

WORKER = "0" * 63 + "1"
SORTS = {"online": Sort.ON, "offline": Sort.OFF, "beat": Sort.PULSE}


def at(clock: str) -> int:
    """`HH:MM[:SS[.mmm]]` of 1 June 2022 in Nanchang, in ms; the hours may exceed 23."""
    hours, minutes, seconds = [*clock.split(":"), "0"][:3]
    midnight = from_rfc3339("2022-06-01T00:00+08:00")
    return midnight + (int(hours) * 60 + int(minutes)) * MINUTE + round(float(seconds) * SECOND)


def row(line: str, worker: str = WORKER, day: int = 0) -> AnyRow:
    """One row out of `CLOCK WHAT [ID]`: online, offline and beat of a session; accepted and completed of an order."""
    clock, what, name = [*line.split(), "s1"][:3]
    when = at(clock) + day * 24 * 60 * MINUTE
    where = (worker, when, "360104", "delivery", 0, 0, None)
    if what == "accepted":
        return AcceptanceRow(*where, name, f"e{when}", when, "pushed", None, None)
    if what == "completed":
        return OrderRow(*where, name, Step.ENDED, None)
    return SessionRow(*where, name, SORTS[what])


def group(rows: Iterable[AnyRow], platform: str = "hema") -> Group:
    return Group(platform, f"feed.{platform}", 0, list(rows))


def says(judge: Judge, *lines: str, now: str, platform: str = "hema", worker: str = WORKER) -> list[NotTaken]:
    """Let the judge hear the lines at `now`."""
    return judge.fold(group((row(line, worker) for line in lines), platform), at(now))


def beats(start: str, end: str, every: int = MINUTE) -> list[str]:
    """Heartbeats from `start` to `end`, both included."""
    return [f"{_clock(instant)} beat" for instant in range(at(start), at(end) + 1, every)]


def asked(judge: Judge, now: str) -> list[Publication]:
    return list(judge.evaluate_due(at(now)))


def kinds(said: Iterable[Publication]) -> list[tuple[str, str]]:
    """Rule and kind of all findings that were said."""
    return [(finding.rule, finding.kind.value) for each in said for finding in each.findings]


def only(said: Iterable[Publication]) -> Finding:
    """The one finding that was said."""
    (finding,) = (finding for each in said for finding in each.findings)
    return finding


def _clock(instant: int) -> str:
    seconds, ms = divmod(instant - at("00:00"), SECOND)
    return f"{seconds // 3600}:{seconds // 60 % 60}:{seconds % 60}.{ms:03d}"

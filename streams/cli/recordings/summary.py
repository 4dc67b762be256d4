"""The last line of a replay: events read, instant of judging, findings by kind."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from schemas.findings.finding import Finding, Kind
from streams.cli.wording import local, number_of
from streams.tools.replay.result import ReplayResult

_MANY: Final = {
    Kind.BREACH: "breaches",
    Kind.INDICATION: "indications",
    Kind.UNDECIDABLE: "undecidable",
    Kind.WARNING: "warnings",
}
"""The plural of each kind of finding."""


def summary(outcome: ReplayResult, findings: Sequence[Finding], messages: int, seconds: float) -> str:
    """One sentence. `messages`: weather messages read. Areas are counted only where they were judged."""
    if not outcome.events:
        alone = f" beside {number_of(messages, 'weather message')}" if messages else ""
        return f"no event was read{alone}; give files of events, one JSON object or array a line"
    speed = f"{seconds:.1f} s, {outcome.events / seconds:,.0f} events/s"
    return f"{_read(outcome, messages)}, judged at {local(outcome.now)}: {_found(findings)}; {speed}"


def _read(outcome: ReplayResult, messages: int) -> str:
    workers = f"{number_of(outcome.events, 'event')} of {number_of(len(outcome.standing), 'worker')}"
    if not messages:
        return workers
    areas = len({subject.rpartition("/")[2] for subject in outcome.areas})
    where = f" in {number_of(areas, 'area')}" if outcome.paced else ""
    return f"{workers}{where} and {number_of(messages, 'weather message')}"


def _found(findings: Sequence[Finding]) -> str:
    kinds = Counter(finding.kind for finding in findings)
    found = ", ".join(number_of(count, kind, _MANY[kind]) for kind, count in sorted(kinds.items())) or "no finding"
    running = sum(1 for finding in findings if finding.ends_at is None)
    return found + (f" ({running:,} still running)" if running else "")

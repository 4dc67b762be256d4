"""The last line of a replay: what was read, when it was judged, and what was found."""

from collections import Counter
from collections.abc import Sequence

from schemas.findings.finding import Finding
from streams.cli.wording import local
from streams.tools.replay.result import ReplayResult


def summary(outcome: ReplayResult, findings: Sequence[Finding], messages: int, seconds: float) -> str:
    """One sentence. `messages`: how many weather messages were read; of areas it speaks only where they were judged."""
    if not outcome.events:
        alone = f" beside {messages:,} of the weather" if messages else ""
        return f"no event was read{alone}; give files of events, one JSON object or array a line"
    speed = f"{seconds:.1f} s, {outcome.events / seconds:,.0f} events/s"
    return f"{_read(outcome, messages)}, judged at {local(outcome.now)}: {_found(findings)}; {speed}"


def _read(outcome: ReplayResult, messages: int) -> str:
    workers = f"{outcome.events:,} events of {len(outcome.standing):,} workers"
    if not messages:
        return workers
    areas = len({subject.rpartition("/")[2] for subject in outcome.areas})
    where = f" in {areas:,} areas" if outcome.paced else ""
    return f"{workers}{where} and {messages:,} weather messages"


def _found(findings: Sequence[Finding]) -> str:
    kinds = Counter(finding.kind.value for finding in findings)
    found = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())) or "no finding"
    running = sum(1 for finding in findings if finding.ends_at is None)
    return found + (f" ({running:,} still running)" if running else "")

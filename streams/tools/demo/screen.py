"""The display of the demonstration: on a terminal a picture that is renewed, elsewhere a line now and then."""

from collections import deque

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from alerts.leads.lead import Change, LogEntry
from schemas.findings.finding import Finding
from schemas.legal_days import local_time
from streams.metrics_client import Pulse

_SHOWN = 14
"""Leads in the picture: with its frame it fits a terminal of 24 lines."""


class Screen:
    """The latest leads and figures. Mutable: both are updated. `metrics` and `inbox` are the addresses that are shown."""

    def __init__(self, console: Console, metrics: list[str], inbox: str) -> None:
        self.console = console
        self._inbox = inbox
        self._metrics = metrics
        self._recent: deque[tuple[LogEntry, Finding]] = deque(maxlen=_SHOWN)
        self._pulse = Pulse(0, 0, 0, 0, 0, 0, 0.0)
        self._speed = 0.0
        self.raised = 0

    def update(self, pulse: Pulse, seconds: float) -> None:
        """Replace the figures by those of a new pulse, `seconds` after the last one; without a worker's reply they stay."""
        if pulse.answered:
            self._speed = max(0.0, (pulse.accepted - self._pulse.accepted) / seconds)
            self._pulse = pulse

    def add(self, entry: LogEntry) -> None:
        """Add an entry of the ledger's log: a lead that was raised is shown, any other entry is passed over."""
        if entry.change is not Change.RAISED or entry.finding is None:
            return
        self.raised += 1
        finding = Finding.model_validate_json(entry.finding)
        self._recent.append((entry, finding))
        if not self.console.is_terminal:
            self.console.print(f"lead {entry.lead}: {_line(finding)}", highlight=False, markup=False, soft_wrap=True)

    def status(self, now: float) -> str:
        """The figures in one line; `now` in seconds since 1970."""
        pulse = self._pulse
        behind = f"{max(0.0, now - pulse.newest):.0f} s of event time" if pulse.newest else "nothing heard yet"
        return (
            f"{self._speed:,.0f} events/s · {pulse.accepted:,} events · {pulse.refused:,} refused · {pulse.workers:,} workers"
            f" · lag {pulse.lag_records:,} records, {behind} · {self.raised:,} leads raised"
            + (f" · {pulse.stopped} PARTITIONS STOPPED, see the workers' logs" if pulse.stopped else "")
        )

    def picture(self, now: float) -> RenderableType:
        """The whole picture for a terminal."""
        table = Table(expand=True, box=None, pad_edge=False)
        for title in ("lead", "raised", "rule", "platforms", "of", "since", "severity"):
            table.add_column(title, no_wrap=True)
        for entry, finding in reversed(self._recent):
            table.add_row(*map(Text, _row(entry, finding)))
        head = Text(self.status(now))
        foot = Text(
            f"messages and console: {self._inbox}  metrics: "
            + "  ".join(f"http://{address}/metrics" for address in self._metrics),
            style="dim",
        )
        return Group(Panel(Group(head, foot), title="Shiftwarden, a simulated city"), table)


def _row(entry: LogEntry, finding: Finding) -> tuple[str, ...]:
    raised = local_time(entry.recorded_at)[-8:]
    verdict = finding.severity.value if finding.severity else finding.kind.value
    where = ", ".join(finding.platforms)
    return (
        str(entry.lead),
        raised,
        finding.rule,
        where,
        _subject(finding),
        local_time(finding.starts_at)[5:16],
        verdict,
    )


def _line(finding: Finding) -> str:
    return f"{finding.kind.value} ({finding.rule}, {_subject(finding)}): {finding.summary.en}"


def _subject(finding: Finding) -> str:
    """The subject of a finding: the beginning of a worker's id, or the area."""
    of_area = "/" in finding.subject
    return f"area {finding.area}" if of_area else finding.subject[:12]

"""The metrics of a notifier: names, units, labels."""

from collections.abc import Iterable, Mapping
from itertools import product

from prometheus_client import CollectorRegistry, Counter, Gauge

from alerts.notify.channels.answer import Outcome
from alerts.notify.outbox.counting import OutboxCounts
from streams.census import Census

NOTIFY_LABELS: Mapping[str, str] = {
    "channel": "a channel of the duty files",
    "outcome": "one of `alerts.notify.channels.answer.Outcome`",
    "severity": "minor, serious, grave; `none` of a lead without a band",
}
"""The closed list of their labels."""

SEVERITIES = ("minor", "serious", "grave", "none")


class NotifyMetrics:
    """The outbox as every notifier counts it (take the maximum over processes), and the attempts of this one.

    `round`: the last round that read the log and the outbox to the end, in seconds since 1970. `overdue`: since when the oldest
    due message is due, in the same; now where nothing is due. `uncovered`: notices that only a fallback was told of.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._channels: tuple[str, ...] = ()
        labels = ("channel", "outcome")
        self.deliveries = Counter("shiftwarden_deliveries_total", "Attempts to deliver.", labels, registry=registry)
        gauge = Gauge("shiftwarden_outbox_messages", "Messages not delivered yet.", ["channel"], registry=registry)
        self.waiting: Census[tuple[str]] = Census(gauge, ("channel",))
        meaning = "When the oldest due message became due, in seconds since 1970; now if none is."
        self.overdue = Gauge("shiftwarden_outbox_due_timestamp_seconds", meaning, registry=registry)
        meaning = "Messages of the last day that a service refused or that were given up."
        gauge = Gauge("shiftwarden_messages_undelivered", meaning, ["channel"], registry=registry)
        self.undelivered: Census[tuple[str]] = Census(gauge, ("channel",))
        gauge = Gauge("shiftwarden_leads_unsigned", "Leads that nobody has signed.", ["severity"], registry=registry)
        self.unsigned: Census[tuple[str]] = Census(gauge, ("severity",))
        meaning = "When the last round ended, in seconds since 1970."
        self.round = Gauge("shiftwarden_notify_round_timestamp_seconds", meaning, registry=registry)
        self.round.set_to_current_time()
        meaning = "Notices that only a fallback was told of."
        self.uncovered = Counter("shiftwarden_notices_uncovered_total", meaning, registry=registry)

    def show(self, channels: Iterable[str]) -> None:
        """Export 0 for each of these channels, where nothing is counted: an increase from nothing is none."""
        self._channels = tuple(channels)
        for channel, outcome in product(self._channels, Outcome):
            self.deliveries.labels(channel, outcome.value)

    def count(self, counts: OutboxCounts, now_s: float) -> None:
        """Export these counts."""
        for census, by_channel in ((self.waiting, counts.waiting), (self.undelivered, counts.undelivered)):
            census.set_counts({(channel,): by_channel.get(channel, 0) for channel in {*self._channels, *by_channel}})
        self.overdue.set(now_s if counts.overdue_since is None else counts.overdue_since / 1000)
        self.unsigned.set_counts({(one,): counts.unsigned.get(None if one == "none" else one, 0) for one in SEVERITIES})
        self.round.set(now_s)

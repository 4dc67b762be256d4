"""Every metric of a process of Shiftwarden: one closed list with unit, labels and meaning.

Decides names, units and labels; agents decide when a metric changes, by the results of the core. No label carries a worker,
and each has few values (`LABELS`). The composition root makes one `Metrics` a process and hands it down. A partition's
series are removed by `forget` when the partition is revoked, or they would be exported for ever.

Instants are exported as they are, in seconds since 1970: their age is `time() - x` in a query, which goes on growing
when the process that last set it hangs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from itertools import product
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info

from alerts.errors import LedgerFailure
from alerts.leads import Change
from schemas.refusal import Code
from schemas.topics import PACE, WORK
from streams.area_metrics import PaceMetrics, WeatherMetrics
from streams.census import Census
from streams.core.watched import StandingKey
from streams.health.metrics import HealthMetrics
from streams.histograms import BATCH_SECONDS, WRITE_SECONDS, seconds

LABELS: Mapping[str, str] = {
    "platform": "a platform of the platforms file; `several` of a finding across platforms; `weather` of its messages",
    "code": "a refusal code of the feed contract",
    "topic": "a feed topic, weather, work or pace",
    "partition": "a partition's number",
    "rule": "a rule's name",
    "kind": "breach, warning, indication, undecidable",
    "scope": "platform, cross_platform",
    "area": "a county or zone of the areas file; `none` of a finding that has no place",
    "day": "a legal day of facts that are kept, as `YYYY-MM-DD`; some three, as facts are kept for 48 h",
    "severity": "minor, serious, grave; `none` of a finding without a band",
    "change": "what an entry in the ledger does to a lead: raised, amended, withdrawn, superseded, ...",
    "parameter": "a law parameter, as `rule.parameter`",
    "budget": "what a platform's budget limits: statements, worker_bytes, new_workers, bytes, declared",
    "agent": "one of `Agent`",
    "reason": "one of `StopReason`; of the ledger, one of `alerts.errors.LedgerFailure`",
    "met": "yes, no: a finding stood in the time that a correction took away",
    "against": "broker, database",
    "clock": "own, broker, database; `unsettled` where no two agree",
    "version": "the version of Shiftwarden that runs",
}
"""The closed list of labels, with the meaning of each. `le` of the histograms' buckets comes with Prometheus."""

# Finest around 0.05 s, the longest spell that ingest aims at.
_SPELL_SECONDS = (0.001, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.2, 0.5, 1)
# A minute, ten, an hour, six, a day, a week: the delays that tell a slow feed, an outage and a forgotten export apart.
_LATE_SECONDS = (60, 600, 3_600, 21_600, 86_400, 604_800)


class Agent(StrEnum):
    """The agents whose partitions can stop."""

    INGEST = "ingest"
    JUDGE = "judge"
    WEATHER = "weather"
    PACE = "pace"
    RECORD = "record"


class StopReason(StrEnum):
    """The reason for which an agent stopped a partition, rather than skip a record."""

    UNDECODABLE = "undecodable"
    RULE_RAISED = "rule_raised"
    RECOVERY_FAILED = "recovery_failed"
    RECORD_TOO_LARGE = "record_too_large"
    CHECKPOINT_FAILED = "checkpoint_failed"
    OTHER = "other"


LeadKey = tuple[str, str, str | None, str | None, str | None]
"""The labels of a count of open leads: rule, kind, area, platform, severity."""

_One = Census[tuple[str]]


class FeedMetrics:
    """The platforms' feeds, as ingest reads them.

    `accepted` and `refused` count events; the judge adds those it refuses as `too_late`. `quarantined`: records whose reading
    raised, of the topic `weather` too. `lag_records` is the number of records in the broker after the last one read, of
    weather too; `newest` the latest `occurred_at` accepted, in s since 1970. `spell`: seconds that ingest works on without
    letting other tasks run. `held_back`: seconds that it waited for the judge of its process.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.accepted = Counter(
            "shiftwarden_feed_events_accepted_total", "Well-formed events taken.", ["platform"], registry=registry
        )
        self.refused = Counter(
            "shiftwarden_feed_events_refused_total", "Events refused.", ["platform", "code"], registry=registry
        )
        self.receipts = Counter("shiftwarden_feed_receipts_total", "Receipts sent.", ["platform"], registry=registry)
        meaning = "Records set aside, since reading them raised."
        self.quarantined = Counter(
            "shiftwarden_feed_records_quarantined_total", meaning, ["platform"], registry=registry
        )
        self.spell = seconds("shiftwarden_ingest_spell_seconds", "Work without a pause.", _SPELL_SECONDS, registry)
        meaning = "Time that ingest waited for the judge."
        self.held_back = Counter("shiftwarden_ingest_held_back_seconds_total", meaning, registry=registry)
        self.lag_records = Gauge(
            "shiftwarden_feed_lag_records", "Records not taken yet.", ["topic", "partition"], registry=registry
        )
        meaning = "Latest occurred_at taken, in seconds since 1970."
        self.newest = Gauge("shiftwarden_feed_newest_event_timestamp_seconds", meaning, ["platform"], registry=registry)
        self._newest_ms: dict[str, int] = {}

    def saw(self, platform: str, occurred_at_ms: int) -> None:
        """Move the platform's newest event on; an older one changes nothing."""
        if occurred_at_ms > self._newest_ms.get(platform, 0):
            self._newest_ms[platform] = occurred_at_ms
            self.newest.labels(platform).set(occurred_at_ms / 1000)

    def forget(self, topic: str, partition: int) -> None:
        """Stop exporting a feed partition's lag: another process has it now."""
        self.lag_records.remove(topic, str(partition))


class KeptMetrics:
    """The facts kept of each platform by the judges of this process: sum over processes.

    `workers`: ids with facts on the platform, so one who works on two counts twice. `size`: bytes, as budgets count them. `days`:
    on how many legal days of workers something was refused since a budget was used up.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        of = ("platform",)
        self.workers: _One = _census("shiftwarden_workers_known", "Workers with facts.", of, registry)
        self.size: _One = _census("shiftwarden_state_kept_bytes", "Bytes of facts in memory.", of, registry)
        self.days: _One = _census("shiftwarden_over_budget_worker_days", "Days of refusals.", of, registry)


class JudgeMetrics:
    """State and speed of the judges of this process. The gauges are this process's share: sum them over processes.

    `standing`: findings that hold now. `unevaluated`: workers and areas that were taken over and not evaluated since, whose
    findings `standing` lacks; a partition that is still being restored counts one.
    `rest_warnings_united`: workers with a rest warning on the united view.
    `silent`: seconds of a legal day without a sign of sessions that were on: in closed ones where that is unknown time, in open
    ones until the next sign or for 24 h; of facts that are kept.
    `bookings`: acceptances of a legal day with a start 30 min or more ahead; `booked_ahead`: seconds from acceptance to start, of
    those at most 2 h ahead.
    `outside`: seconds of known time outside the city on a legal day; `orders_outside`: orders accepted there.
    `pay_orderless`: pay entries that belong to no day, since nobody accepted the order that they name. `not_settled`: workers
    whose pay of a legal day is below the minimum and may still come, as their platform settles by the week or the month.
    `kept`: what is kept of each platform. `over_budget`: events refused since a budget is used up. `dirty`: buckets that changed
    since their checkpoint. `fold`, `evaluate`: seconds a batch. `too_late`: events behind the horizon, by how many seconds.
    `corrections`: late statements that took work away, by platform and `met`: `yes` where a finding stood there, else `no`.
    `law_missing`: evaluations that lacked a value in force. `law_unread`: values in force today that nobody has read.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        labels = ("rule", "kind", "area", "platform", "scope")
        self.standing: Census[StandingKey]
        self.standing = _census("shiftwarden_findings_standing", "Findings that hold.", labels, registry)
        meaning = "Workers and areas taken over and not evaluated since."
        self.unevaluated = Gauge("shiftwarden_subjects_unevaluated", meaning, registry=registry)
        meaning = "Workers with a rest warning on the united view."
        self.rest_warnings_united = Gauge("shiftwarden_rest_warnings_united", meaning, registry=registry)
        self.silent = _census_by_day("shiftwarden_silent_seconds", "Time without a sign while on.", registry)
        self.bookings = _census_by_day("shiftwarden_bookings", "Acceptances with a start 30 min ahead.", registry)
        meaning = "Time from acceptance to start of bookings at most 2 h ahead."
        self.booked_ahead = _census_by_day("shiftwarden_booked_ahead_seconds", meaning, registry)
        self.outside = _census_by_day("shiftwarden_outside_seconds", "Known time outside the city.", registry)
        self.orders_outside = _census_by_day("shiftwarden_orders_outside", "Orders accepted outside.", registry)
        self.not_settled = _census_by_day("shiftwarden_pay_days_not_settled", "Days whose pay may come.", registry)
        self.pay_orderless: _One = _census(
            "shiftwarden_pay_entries_orderless", "Pay entries whose order nobody accepted.", ("platform",), registry
        )
        self.workers = Gauge("shiftwarden_workers_watched", "Workers with facts in memory.", registry=registry)
        self.kept = KeptMetrics(registry)
        of, meaning = ("platform", "budget"), "Events refused since a budget is used up."
        self.over_budget = Counter("shiftwarden_over_budget_events_total", meaning, of, registry=registry)
        self.dirty = Gauge("shiftwarden_buckets_dirty", "Buckets changed since their checkpoint.", registry=registry)
        self.fold = seconds("shiftwarden_judge_fold_seconds", "Folding some rows.", BATCH_SECONDS, registry)
        meaning = "Asking the rules, one batch."
        self.evaluate = seconds("shiftwarden_judge_ask_seconds", meaning, BATCH_SECONDS, registry)
        name, meaning = "shiftwarden_events_too_late_seconds", "Events behind the horizon, by how much."
        self.too_late = Histogram(name, meaning, ["platform"], buckets=_LATE_SECONDS, registry=registry)
        of, meaning = ("platform", "met"), "Statements more than an hour after the fact that took work away."
        self.corrections = Counter("shiftwarden_corrections_total", meaning, of, registry=registry)
        meaning = "Questions that no value in force could answer."
        self.law_missing = Counter("shiftwarden_law_value_missing_total", meaning, ["parameter"], registry=registry)
        meaning = "Law values in force today that were read in no text."
        self.law_unread: _One = _census("shiftwarden_law_values_unread", meaning, ("parameter",), registry)


class CheckpointMetrics:
    """Checkpoints of the partitions of `work` and `pace`: `last` when, in seconds since 1970; `size` in bytes; `duration` in s.

    Set `last` when a partition is loaded and at each of its checkpoints, also one that found nothing to write: an age
    that grows must mean that checkpoints fail, not that the city sleeps.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        of, meaning = ("topic", "partition"), "When the partition was last written, in seconds since 1970."
        self.last = Gauge("shiftwarden_checkpoint_timestamp_seconds", meaning, of, registry=registry)
        meaning = "Bytes written by the last one."
        self.size = Gauge("shiftwarden_checkpoint_size_bytes", meaning, of, registry=registry)
        self.duration = seconds("shiftwarden_checkpoint_seconds", "One checkpoint.", WRITE_SECONDS, registry)

    def forget(self, topic: str, partition: int) -> None:
        """Stop exporting a partition's checkpoints: another process has it now."""
        self.last.remove(topic, str(partition))
        self.size.remove(topic, str(partition))


@dataclass(frozen=True, slots=True)
class KeeperMetrics:
    """The metrics that a keeper sets: `fold`, `evaluate` in s; `folded` counts the records of which all rows are folded."""

    fold: Histogram
    folded: Counter
    evaluate: Histogram
    checkpoint: CheckpointMetrics
    stopped: Gauge


class LedgerMetrics:
    """Entries written to the ledger, and the leads in it.

    `writes`: entries, by their change to a lead. `transaction`: seconds. `unavailable`: seconds that `record` waited
    for a ledger that could not be used; add to it at every attempt, not at the end. `open_leads`: as the ledger counts
    them, so every process that reads the ledger exports the same: take the maximum over processes, never the sum.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.writes = Counter("shiftwarden_ledger_writes_total", "Entries written.", ["change"], registry=registry)
        for change in Change:
            self.writes.labels(change.value)  # 0 at first: an increase from nothing is none
        name, meaning = "shiftwarden_ledger_transaction_seconds", "One transaction."
        self.transaction = seconds(name, meaning, WRITE_SECONDS, registry)
        name, meaning = "shiftwarden_ledger_unavailable_seconds_total", "Time that the ledger could not be used."
        self.unavailable = Counter(name, meaning, ["reason"], registry=registry)
        for reason in LedgerFailure:
            self.unavailable.labels(reason.value)
        labels = ("rule", "kind", "area", "platform", "severity")
        self.open_leads: Census[LeadKey] = _census("shiftwarden_leads_open", "Leads nobody decided.", labels, registry)


class Metrics:
    """All metrics of one process, on the registry that it serves.

    `stopped`: partitions that an agent has stopped and that wait for a person; 0 for every agent and reason at first.
    `set_aside`: subjects about which a rule raised at its last evaluation, so that their standing set before it stands.

    >>> metrics = Metrics(CollectorRegistry())
    >>> metrics.feed.accepted.labels(platform="hema").inc(3)
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.feed = FeedMetrics(registry)
        self.judge = JudgeMetrics(registry)
        self.weather = WeatherMetrics(registry)
        self.pace = PaceMetrics(registry)
        self.checkpoint = CheckpointMetrics(registry)
        self.ledger = LedgerMetrics(registry)
        self.set_aside: _One = _census(
            "shiftwarden_subjects_set_aside", "Subjects about which a rule raised.", ("rule",), registry
        )
        self.health = HealthMetrics(registry)
        name, meaning = "shiftwarden_records_folded_total", "Records of which all rows are folded."
        self.folded = Counter(name, meaning, ["topic"], registry=registry)
        for topic in (WORK, PACE):
            self.folded.labels(topic)  # 0 at first: an increase from nothing is none
        name, of = "shiftwarden_partitions_stopped", ("agent", "reason")
        self.stopped = Gauge(name, "Partitions that were stopped.", of, registry=registry)
        for agent, reason in product(Agent, StopReason):
            self.stopped.labels(agent.value, reason.value)
        Info("shiftwarden_build", "What runs.", registry=registry).info({"version": version("shiftwarden")})

    def show(self, platforms: Iterable[str]) -> None:
        """Export 0 of all that counts something of these platforms: an increase from nothing is none."""
        for platform in platforms:
            self.feed.accepted.labels(platform)
            self.feed.receipts.labels(platform)
            self.judge.too_late.labels(platform)
            for code in Code:
                self.feed.refused.labels(platform, code.value)


def _census(name: str, meaning: str, labels: tuple[str, ...], registry: CollectorRegistry) -> Census[Any]:
    return Census(Gauge(name, meaning, labels, registry=registry), labels)


def _census_by_day(name: str, meaning: str, registry: CollectorRegistry) -> Census[tuple[str, str]]:
    """A census by platform and legal day."""
    return _census(name, meaning, ("platform", "day"), registry)

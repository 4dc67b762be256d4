import re
import subprocess
from pathlib import Path

import prometheus_client
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics import MetricWrapperBase

from streams import metrics as listed
from streams.cli.duty.metrics import NOTIFY_LABELS, NotifyMetrics
from streams.metrics import LABELS, Metrics
from tests.servers.tools import needs


def _families(registry: CollectorRegistry) -> list[MetricWrapperBase]:
    found = set(registry._collector_to_names)
    assert all(isinstance(collector, MetricWrapperBase) for collector in found)
    return [collector for collector in found if isinstance(collector, MetricWrapperBase)]


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def metrics(registry: CollectorRegistry) -> Metrics:
    return Metrics(registry)


def test_every_label_stands_in_the_closed_list_and_every_listed_one_is_used(registry: CollectorRegistry) -> None:
    Metrics(registry)
    NotifyMetrics(registry)

    used = {label for family in _families(registry) for label in family._labelnames}

    # The version is the label of `shiftwarden_build_info`, which prometheus_client does not count as one.
    assert used | {"version"} == {*LABELS, *NOTIFY_LABELS}


def test_no_label_can_carry_a_worker() -> None:
    assert not [
        label for label in (*LABELS, *NOTIFY_LABELS) if re.search("worker|subject|session|order|lead|id$", label)
    ]


def test_every_name_says_whose_it_is_and_has_a_meaning(registry: CollectorRegistry) -> None:
    Metrics(registry)
    NotifyMetrics(registry)

    for family in _families(registry):
        assert family._name.startswith("shiftwarden_")
        assert family._documentation.endswith(".")


def test_metrics_are_made_nowhere_else() -> None:
    project = Path(listed.__file__).parents[1]
    modules = [path for folder in ("streams", "alerts") for path in (project / folder).rglob("*.py")]
    maker = re.compile(r"from prometheus_client import .*\b(Counter|Gauge|Histogram|Summary|Info|Enum)\b")

    making = {path.name for path in modules if maker.search(path.read_text())}

    assert making == {"metrics.py", "area_metrics.py", "histograms.py"}  # the closed lists and their parts


def test_two_processes_of_one_program_share_nothing() -> None:
    one, other = CollectorRegistry(), CollectorRegistry()

    Metrics(one).feed.receipts.labels(platform="hema").inc()
    Metrics(other)

    name = "shiftwarden_feed_receipts_total"
    assert one.get_sample_value(name, {"platform": "hema"}) == 1
    assert other.get_sample_value(name, {"platform": "hema"}) is None
    assert prometheus_client.REGISTRY.get_sample_value(name, {"platform": "hema"}) is None


def test_what_stands_no_longer_reads_zero(metrics: Metrics, registry: CollectorRegistry) -> None:
    metrics.judge.standing.set_counts({("rest_missed", "breach", "360104", "hema", "platform"): 2})

    metrics.judge.standing.set_counts({("rest_missed", "breach", "360113", "hema", "platform"): 1})

    labels = {"rule": "rest_missed", "kind": "breach", "platform": "hema", "scope": "platform"}
    name = "shiftwarden_findings_standing"
    assert registry.get_sample_value(name, labels | {"area": "360104"}) == 0
    assert registry.get_sample_value(name, labels | {"area": "360113"}) == 1


def test_a_lead_without_a_place_or_a_single_platform_is_counted_all_the_same(
    metrics: Metrics, registry: CollectorRegistry
) -> None:
    metrics.ledger.open_leads.set_counts({("pay_below_minimum", "breach", None, None, None): 3})

    labels = {"rule": "pay_below_minimum", "kind": "breach", "area": "none", "platform": "several", "severity": "none"}
    assert registry.get_sample_value("shiftwarden_leads_open", labels) == 3


def test_the_newest_event_never_moves_back(metrics: Metrics, registry: CollectorRegistry) -> None:
    metrics.feed.saw("hema", 2_000)

    metrics.feed.saw("hema", 1_000)

    name = "shiftwarden_feed_newest_event_timestamp_seconds"
    assert registry.get_sample_value(name, {"platform": "hema"}) == 2


def test_a_partition_that_was_given_up_is_told_no_more(metrics: Metrics, registry: CollectorRegistry) -> None:
    metrics.feed.lag_records.labels(topic="feed.hema", partition="0").set(5)
    metrics.checkpoint.last.labels(topic="work", partition="3").set(7)

    metrics.feed.forget("feed.hema", 0)
    metrics.checkpoint.forget("work", 3)
    metrics.checkpoint.forget("work", 4)

    assert registry.get_sample_value("shiftwarden_feed_lag_records", {"topic": "feed.hema", "partition": "0"}) is None
    assert (
        registry.get_sample_value("shiftwarden_checkpoint_timestamp_seconds", {"topic": "work", "partition": "3"})
        is None
    )


def test_a_sweep_moves_the_instant_of_the_last_telling_and_one_that_raises_does_not(
    metrics: Metrics, registry: CollectorRegistry
) -> None:
    name = "shiftwarden_cells_told_timestamp_seconds"
    told = [registry.get_sample_value(name) or 0.0]

    with pytest.raises(ZeroDivisionError), metrics.pace.sweep.time():
        raise ZeroDivisionError
    told.append(registry.get_sample_value(name) or 0.0)
    with metrics.pace.sweep.time():
        pass
    told.append(registry.get_sample_value(name) or 0.0)

    assert 0 < told[0] == told[1] < told[2]


def test_promtool_finds_no_fault_in_names_and_units(metrics: Metrics, registry: CollectorRegistry) -> None:
    metrics.feed.accepted.labels(platform="hema").inc()
    metrics.judge.too_late.labels(platform="hema").observe(90)

    answer = subprocess.run(
        [needs("promtool"), "check", "metrics"],
        input=generate_latest(registry),
        capture_output=True,
        check=False,
        timeout=20,
    )

    assert (answer.returncode, answer.stderr.decode()) == (0, "")


def test_what_counts_something_reads_0_before_the_first_so_that_the_first_is_an_increase() -> None:
    registry = CollectorRegistry()
    Metrics(registry).show(["hema"])

    exported = generate_latest(registry).decode()

    for series in (
        'shiftwarden_ledger_writes_total{change="raised"} 0.0',
        'shiftwarden_feed_events_accepted_total{platform="hema"} 0.0',
        'shiftwarden_feed_events_refused_total{code="too_late",platform="hema"} 0.0',
        'shiftwarden_feed_receipts_total{platform="hema"} 0.0',
        'shiftwarden_events_too_late_seconds_count{platform="hema"} 0.0',
    ):
        assert f"{series}\n" in exported


def test_a_gauge_by_day_exports_the_days_that_are_counted_and_none_that_was(registry: CollectorRegistry) -> None:
    silent = Metrics(registry).judge.silent

    silent.set_alone({("hema", "2022-06-01"): 1.5, ("hema", "2022-06-02"): 2})
    silent.set_alone({("hema", "2022-06-02"): 3})

    lines = generate_latest(registry).decode().splitlines()
    assert [line for line in lines if line.startswith("shiftwarden_silent_seconds{")] == [
        'shiftwarden_silent_seconds{day="2022-06-02",platform="hema"} 3.0'
    ]

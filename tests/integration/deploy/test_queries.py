import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from alerts.notify.outbox.counting import OutboxCounts
from streams.cli.duty.files import routing_of
from streams.cli.duty.metrics import NotifyMetrics
from streams.duty_metrics import DutyCollector
from streams.law.files import packaged_law
from streams.metrics import Metrics
from tests.servers.live import wait_until
from tests.servers.prometheus import PROJECT, QUIET_WHEN_WELL, Prometheus, assert_all_queries_answer, running_prometheus


def _work(metrics: Metrics) -> None:
    """A second in the life of a worker process: every counter and histogram moves that does when all is well."""
    metrics.feed.accepted.labels(platform="hema").inc(120)
    metrics.feed.receipts.labels(platform="hema").inc()
    metrics.feed.saw("hema", int(time.time() * 1000))
    metrics.feed.spell.observe(0.02)
    metrics.judge.fold.observe(0.02)
    metrics.judge.evaluate.observe(0.01)
    metrics.pace.fold.observe(0.001)
    metrics.pace.evaluate.observe(0.01)
    with metrics.pace.sweep.time():
        pass
    metrics.checkpoint.duration.observe(0.3)
    metrics.ledger.writes.labels(change="raised").inc()
    metrics.ledger.transaction.observe(0.05)


def _hold(metrics: Metrics) -> None:
    """The metrics of a worker process: every gauge is set that is when all is well."""
    metrics.feed.lag_records.labels(topic="feed.hema", partition="0").set(17)
    metrics.feed.lag_records.labels(topic="weather", partition="0").set(1)
    metrics.judge.standing.set_counts({(rule, "breach", "360104", "hema", "platform"): 3 for rule in _RULES})
    metrics.judge.rest_warnings_united.set(2)
    metrics.judge.workers.set(4_000)
    metrics.judge.kept.workers.set_counts({("hema",): 4_000})
    metrics.judge.kept.size.set_counts({("hema",): 8_000_000})
    metrics.judge.over_budget.labels(platform="hema", budget="statements")
    metrics.feed.quarantined.labels(platform="hema")
    metrics.judge.dirty.set(80)
    metrics.pace.areas.set(36)
    metrics.pace.dirty.set(5)
    for topic in ("work", "pace"):
        metrics.checkpoint.last.labels(topic=topic, partition="0").set(time.time())
        metrics.checkpoint.size.labels(topic=topic, partition="0").set(1_000_000)
    metrics.weather.count(3, {}, int(time.time() * 1000))
    metrics.health.broker_up.set(1)
    metrics.health.ledger_up.set(1)
    for against in ("broker", "database"):
        metrics.health.clock_offset.labels(against=against).set(0)
    metrics.ledger.open_leads.set_counts({("rest_missed", "breach", "360104", "hema", "grave"): 3})


def _trouble(metrics: Metrics) -> None:
    """Series that exist only when something is not well."""
    metrics.feed.refused.labels(platform="hema", code="bad_value").inc()
    said = product(_RULES, _KINDS)
    metrics.judge.standing.set_counts({(rule, kind, "360104", "hema", "platform"): 3 for rule, kind in said})
    metrics.weather.count(0, {"bad_value": 1}, 0)
    metrics.judge.pay_orderless.set_counts({("hema",): 4})
    metrics.judge.not_settled.set_alone({("hema", "2022-06-01"): 2})
    metrics.judge.silent.set_alone({("hema", "2022-06-01"): 90})
    metrics.judge.bookings.set_alone({("hema", "2022-06-01"): 3})
    metrics.judge.booked_ahead.set_alone({("hema", "2022-06-01"): 5400})
    metrics.judge.outside.set_alone({("hema", "2022-06-01"): 600})
    metrics.judge.orders_outside.set_alone({("hema", "2022-06-01"): 1})
    metrics.judge.too_late.labels(platform="hema").observe(90)
    metrics.judge.kept.days.set_counts({("hema",): 2})
    metrics.set_aside.set_counts({("rest_missed",): 1})
    for met in ("yes", "no"):
        metrics.judge.corrections.labels(platform="hema", met=met).inc()
    metrics.judge.law_missing.labels(parameter="rest_missed.limit").inc()
    metrics.judge.law_unread.set_counts({("pay_below_minimum.hourly_minimum",): 3})


_KINDS = ("breach", "indication", "undecidable")
_RULES = ("rest_missed", "pace_not_eased", "dispatch_under_red", "daily_hours", "weekly_rest")


@contextmanager
def _exporter(registry: CollectorRegistry, metrics: Metrics) -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _work(metrics)
            body = generate_latest(registry)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture(scope="module")
def metrics(registry: CollectorRegistry) -> Metrics:
    made = Metrics(registry)
    _hold(made)
    told = NotifyMetrics(registry)
    told.show(["chat"])
    told.count(OutboxCounts({"chat": 1}, None, {"grave": 0}, {"chat": 0}), time.time())
    routing = routing_of(PROJECT / "deploy/duty/sample", packaged_law().places.lies_in())
    registry.register(DutyCollector(lambda: routing, lambda: int(time.time() * 1000)))
    return made


@pytest.fixture(scope="module")
def prometheus(
    registry: CollectorRegistry, metrics: Metrics, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prometheus]:
    with (
        _exporter(registry, metrics) as target,
        running_prometheus([target], tmp_path_factory.mktemp("prometheus")) as server,
    ):
        yield server


def test_every_query_answers_but_those_about_trouble_when_all_is_well(
    prometheus: Prometheus,
) -> None:
    assert_all_queries_answer(prometheus, quiet=QUIET_WHEN_WELL)

    assert prometheus.firing() == set()
    with pytest.raises(AssertionError, match=r"no series for:\n(.*\n)*sum by \(code\)"):
        assert_all_queries_answer(prometheus, seconds=2)


def test_a_metric_that_nobody_says_is_no_answer(prometheus: Prometheus) -> None:
    assert prometheus.query("shiftwarden_workers_known") == [4_000]
    assert prometheus.query("shiftwarden_workers_forgotten") == []


def test_every_query_of_the_dashboard_and_of_the_rules_answers_in_trouble(
    prometheus: Prometheus, metrics: Metrics
) -> None:
    _trouble(metrics)

    assert_all_queries_answer(prometheus)

    # an alert fires at the evaluation after its query first answered
    wait_until(lambda: {"LawValueMissing", "WeatherRefused"} <= prometheus.firing(), "both alerts fire")
    assert "WorkerDown" not in prometheus.firing()

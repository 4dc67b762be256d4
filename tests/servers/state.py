"""The state of an installation in text: what a failed wait shows, since its servers are gone when somebody reads of it.

Each part is asked for by itself: a broker or worker that does not answer is what one wants to read then, and no error.
"""

import time
from collections.abc import Callable, Iterable
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from alerts.errors import LedgerError
from streams.broker.errors import EmbeddedKafkaError
from streams.tools.embedded.children import ChildProcess

LOG_LINES = 40
"""Lines of each log: a takeover takes some ten."""

SHOWN = (
    "shiftwarden_workers_watched",
    "shiftwarden_subjects_unevaluated",
    "shiftwarden_subjects_set_aside",
    "shiftwarden_findings_standing",
    "shiftwarden_buckets_dirty",
    "shiftwarden_feed_lag_records",
    "shiftwarden_feed_events_accepted_total",
    "shiftwarden_ingest_held_back_seconds_total",
    "shiftwarden_records_folded_total",
    "shiftwarden_judge_ask_seconds_count",
    "shiftwarden_partitions_stopped",
    "shiftwarden_pace_buckets_dirty",
    "shiftwarden_ledger_writes_total",
    "shiftwarden_ledger_unavailable_seconds_total",
)
"""Metrics whose sums over all labels are shown."""

CHECKPOINT = "shiftwarden_checkpoint_timestamp_seconds"


def stated(name: str, ask: Callable[[], object]) -> str:
    """A line about one part; what went wrong where it cannot be asked."""
    try:
        return f"{name}: {ask()}"
    except (EmbeddedKafkaError, LedgerError, OSError) as error:
        return f"{name}: {error!r}"


def state_of_worker(name: str, process: ChildProcess, address: str, log: Path) -> str:
    """The state of a worker: if it runs and is ready, its metrics, and the end of its log."""
    runs = "runs" if process.exit_status is None else f"has ended ({process.exit_description})"
    lines = [
        f"{name} {runs}; /readyz: {_page(address, 'readyz')}",
        _sums(_page(address, "metrics")),
        *log.read_text(errors="replace").splitlines()[-LOG_LINES:],
    ]
    return "\n  ".join(lines)


def _page(address: str, name: str) -> str:
    try:
        with urlopen(f"http://{address}/{name}", timeout=5) as answer:
            return str(answer.read().decode()).strip()
    except HTTPError as error:
        return error.read().decode().strip()
    except (OSError, HTTPException) as error:
        return f"# {error!r}"


def _sums(page: str) -> str:
    families = list(text_string_to_metric_families(page))
    sums = [f"{name.removeprefix('shiftwarden_')} {_sum(families, name):g}" for name in SHOWN]
    return ", ".join([*sums, f"checkpoints {_checkpoints(families)}"])


def _sum(families: Iterable[Metric], name: str) -> float:
    return sum(one.value for family in families for one in family.samples if one.name == name)


def _checkpoints(families: Iterable[Metric]) -> str:
    """The partitions that it holds, with the time since the last checkpoint of each."""
    found = [one for family in families for one in family.samples if one.name == CHECKPOINT]
    ages = sorted((one.labels["topic"], int(one.labels["partition"]), time.time() - one.value) for one in found)
    return " ".join(f"{topic}-{number} {age:.0f} s ago" for topic, number, age in ages) or "of nothing"

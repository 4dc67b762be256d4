"""Faust's settings in a worker. Decides nothing about topics and agents."""

from pathlib import Path

import faust

from schemas.envelope import MOST_BYTES
from streams.edge.credentials import faust_credentials
from streams.edge.state import StateTable
from streams.settings import Settings

MOST_SENT_BYTES = 8 << 20
"""Bytes of a record that a worker sends at the most: as much as its topics take."""

_EVERY_COPY_IN_SYNC = -1
_NEVER_S = 365 * 86_400.0
"""A year: longer than a process runs."""


def faust_app(settings: Settings, datadir: Path) -> faust.App:
    """The app of a worker with these settings, not started; it keeps nothing in `datadir` but what Faust wants there."""
    return faust.App(
        settings.group,
        broker=[f"kafka://{address}" for address in settings.broker.split(",")],
        broker_credentials=faust_credentials(settings.security),
        store="memory://",
        Table=StateTable,
        datadir=datadir,
        web_enabled=False,
        web_in_thread=False,
        # nothing is made by itself: topics are made by `shiftwarden topics`, with the settings that they need
        topic_allow_declare=False,
        topic_disable_leader=True,
        # events wait for a checkpoint before they are acknowledged; a rebalance must not wait for them in turn
        stream_wait_empty=False,
        # never full: a full queue of one agent keeps records from all others; what waits is bounded by partition
        stream_buffer_maxsize=16_384,
        consumer_auto_offset_reset="earliest",
        # as much as the largest batch of a feed has; a larger one of ours, alone in a response, comes whole
        consumer_max_fetch_size=2 * MOST_BYTES,
        # a feed to which partitions were added is read after so long
        consumer_metadata_max_age_ms=30_000,
        producer_max_request_size=MOST_SENT_BYTES,
        producer_linger=0.02,
        producer_acks=_EVERY_COPY_IN_SYNC,
        broker_commit_interval=1.0,
        # it takes a partition for stuck that has caught up but waits for its checkpoint; we measure both ourselves
        stream_processing_timeout=_NEVER_S,
        broker_commit_livelock_soft_timeout=_NEVER_S,
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=settings.session_timeout_s / 10,
        table_standby_replicas=0,
    )

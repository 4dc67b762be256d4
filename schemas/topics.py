"""The topics: their names and their settings on the broker. The settings of a worker decide how many partitions they have.

Sizes: a broker measures a batch as the producer compressed it. A feed topic takes twice a record's limit, so that a
record somewhat too large is refused with a code and a receipt, and not by an error that only the producer sees. A
refusal carries its event in base64, a third larger.

Bytes kept: the records that a platform causes are bounded by time and by bytes, whatever it sends, so that no flood fills the
broker's disk. The oldest segment (1 GiB) goes when a topic is larger than its bound, so one segment more may lie there.
Receipts and refusals are topics of their own: no flood of refusals crowds out a receipt. Of a platform:

- Receipts: a batch takes 0.1 s at least and has one receipt of 300 bytes for each feed partition of which it holds records,
  however small these are: with two partitions 20 a second, 6 kB/s, 48 GB in 92 days at the very most. To that come the refusals
  listed in them, 100 bytes each, of which a receipt lists the fewer the more were listed lately (`streams.core.listing`): in
  the long run 10 a second and feed partition, 2 kB/s, 16 GB. So 64 GiB (68.7 GB) hold all receipts of 92 days, whatever was
  sent. A platform that sends an array a second and nothing bad uses 2.4 GB of it.
- Refusals: 700 bytes each with an event of 250. One event of a hundred refused, of 300 a second (20,000 people at work), are
  2.1 kB/s, 17 GB in 92 days: 16 GiB (17.2 GB). Who has a tenth refused keeps those of the last nine days; receipts keep the
  count.
- Advice: 700 bytes a worker and warning. 20,000 workers warned three times a day are 42 MB: 1 GiB holds a day of anything.
- Quarantine: 1 GiB holds 1,000 records of the largest kind (1 MiB), or a million of 1 kB. Each platform, and the weather office,
  has its own, so that one whose records all are set aside crowds out nobody's. What is crowded out lies in the feed for 14 days,
  and the receipt names its offset.
"""

from dataclasses import dataclass
from typing import Final, Literal

from schemas.envelope import MOST_BYTES, NONE, SEVERAL
from schemas.instants import HOUR_MS
from schemas.legal_days import DAY_MS

_FOR_EVER: Final = -1
_GIB: Final = 1 << 30
"""Settings of Kafka: nothing is deleted by its age; sizes are counted in GiB."""

WORK: Final = "work"
STANDING: Final = "standing"
WEATHER: Final = "weather"
PACE: Final = "pace"
CLOCK: Final = "clock"
RESERVED_PLATFORMS: Final = frozenset({WEATHER, SEVERAL, NONE})
"""Names that stand in place of a platform's id in a topic's name or a label: no platform may have one of them as its id."""
FORMER_QUARANTINE: Final = "quarantine"
"""The one topic in which an earlier release set records of all platforms aside. It is read where it exists, and made nowhere."""


def feed(platform_id: str) -> str:
    """The topic that this platform alone writes."""
    return f"feed.{platform_id}"


def receipts(platform_id: str) -> str:
    """The topic of the receipts of its feed."""
    return f"receipts.{platform_id}"


def refused(platform_id: str) -> str:
    """The topic of its refused events; that of refused weather messages is `refused(WEATHER)`."""
    return f"refused.{platform_id}"


def advice(platform_id: str) -> str:
    """The topic of the advice about its workers."""
    return f"advice.{platform_id}"


def quarantine(platform_id: str) -> str:
    """The topic of its records set aside because reading them raised; that of weather messages is `quarantine(WEATHER)`."""
    return f"quarantine.{platform_id}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it must be on the broker. Retention in milliseconds, -1 for ever; a record's most bytes.

    `retention_bytes`: of a partition, beyond which the oldest go before their time; None for no such bound.
    `kept_ms`: how long every record of a compacted topic is kept although later ones replace it. `segment_bytes`: compaction
    leaves the newest segment alone, so a topic that is read at every takeover needs small ones. With `broker_time` the broker
    stamps each record when it arrives, whatever the producer's own stamp.
    """

    name: str
    partitions: int
    retention_ms: int
    max_message_bytes: int
    cleanup: Literal["delete", "compact"] = "delete"
    broker_time: bool = False
    kept_ms: int = 0
    segment_bytes: int | None = None
    retention_bytes: int | None = None

    @property
    def config(self) -> dict[str, str]:
        """The settings that go with the topic's creation."""
        retention = {
            "delete": {"retention.ms": str(self.retention_ms)},
            "compact": {"min.compaction.lag.ms": str(self.kept_ms), "min.cleanable.dirty.ratio": "0.1"},
        }[self.cleanup]
        return {
            "cleanup.policy": self.cleanup,
            "max.message.bytes": str(self.max_message_bytes),
            "message.timestamp.type": "LogAppendTime" if self.broker_time else "CreateTime",
            # A copy that lacks acknowledged records would lose events and state unseen: better no leader than that one.
            "unclean.leader.election.enable": "false",
            **retention,
            **({} if self.segment_bytes is None else {"segment.bytes": str(self.segment_bytes)}),
            **({} if self.retention_bytes is None else {"retention.bytes": str(self.retention_bytes)}),
        }


def platform_topics(platform_id: str, *, feed_partitions: int) -> tuple[Topic, ...]:
    """The five topics of a platform.

    The feed is kept for twice the longest outage over a week-end and more; receipts and refusals are a platform's proof and
    are kept for a quarter of a year. Advice is of no use after a day. Quarantine holds whole feed records, and marks of what
    became of them, as long as refusals are kept.
    """
    return (
        Topic(feed(platform_id), feed_partitions, 14 * DAY_MS, 2 * MOST_BYTES, broker_time=True),
        Topic(receipts(platform_id), 1, 92 * DAY_MS, 2 * MOST_BYTES, retention_bytes=64 * _GIB),
        _refusals(platform_id),
        Topic(advice(platform_id), 1, DAY_MS, MOST_BYTES, retention_bytes=_GIB),
        _quarantine(platform_id),
    )


def _refusals(name: str) -> Topic:
    return Topic(refused(name), 1, 92 * DAY_MS, 4 * MOST_BYTES, retention_bytes=16 * _GIB)


def _quarantine(name: str) -> Topic:
    return Topic(quarantine(name), 1, 92 * DAY_MS, 4 * MOST_BYTES, retention_bytes=_GIB)


def inner_topics(*, work_partitions: int, pace_partitions: int) -> tuple[Topic, ...]:
    """The topics that all platforms share.

    `standing` is keyed by subject and compacted: the last set of a subject is never lost. `weather` is small and kept:
    an episode of last month is part of a baseline. Its refusals and its quarantine lie beside those of the platforms, none of
    which may be named so. `clock` holds empty records, of which the broker's stamp is read when they are written, and never
    again: a worker writes one every 15 s.
    """
    return (
        Topic(WORK, work_partitions, 7 * DAY_MS, 8 * MOST_BYTES),
        # Every set of a week is kept although later ones replace it: the ledger records what was known at each time.
        Topic(STANDING, work_partitions, _FOR_EVER, 8 * MOST_BYTES, cleanup="compact", kept_ms=7 * DAY_MS),
        Topic(WEATHER, 1, _FOR_EVER, 2 * MOST_BYTES, broker_time=True),
        _refusals(WEATHER),
        Topic(PACE, pace_partitions, 7 * DAY_MS, 8 * MOST_BYTES),
        _quarantine(WEATHER),
        Topic(CLOCK, 1, HOUR_MS, 4096, broker_time=True, segment_bytes=1 << 20),
    )

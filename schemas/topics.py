"""The topics: their names, and what the broker must know of each. How many partitions they have, settings decide.

Sizes: a broker measures a batch as the producer compressed it. A feed topic takes twice a record's limit, so that a
record somewhat too large is refused with a code and a receipt, and not by an error that only the producer sees. A
refusal carries its event in base64, a third larger.
"""

from dataclasses import dataclass
from typing import Final, Literal

from schemas.envelope import MOST_BYTES

_DAY_MS: Final = 24 * 3_600_000
_FOR_EVER: Final = -1

WORK: Final = "work"
STANDING: Final = "standing"
WEATHER: Final = "weather"
PACE: Final = "pace"


def feed(platform_id: str) -> str:
    """The topic that this platform alone writes."""
    return f"feed.{platform_id}"


def receipts(platform_id: str) -> str:
    """The topic of what was made of its feed."""
    return f"receipts.{platform_id}"


def refused(platform_id: str) -> str:
    """The topic of its refused events; that of refused weather messages is `refused(WEATHER)`."""
    return f"refused.{platform_id}"


def advice(platform_id: str) -> str:
    """The topic of what it should know about its workers."""
    return f"advice.{platform_id}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it must be on the broker. Retention in milliseconds, -1 for ever; a record's most bytes.

    `kept_ms`: how long every record of a compacted topic is kept although later ones replace it. `segment_bytes`: compaction
    leaves the newest segment alone, so what is read at every takeover wants small ones. With `broker_time` the broker stamps
    each record when it arrives, whatever the producer says.
    """

    name: str
    partitions: int
    retention_ms: int
    max_message_bytes: int
    cleanup: Literal["delete", "compact"] = "delete"
    broker_time: bool = False
    kept_ms: int = 0
    segment_bytes: int | None = None

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
        }


def platform_topics(platform_id: str, *, feed_partitions: int) -> tuple[Topic, ...]:
    """The four topics of a platform.

    The feed outlives the longest outage that a week-end brings, twice over; receipts and refusals are a platform's
    proof and stand a quarter. Advice of yesterday is no use.
    """
    return (
        Topic(feed(platform_id), feed_partitions, 14 * _DAY_MS, 2 * MOST_BYTES, broker_time=True),
        Topic(receipts(platform_id), 1, 92 * _DAY_MS, 2 * MOST_BYTES),
        _refusals(platform_id),
        Topic(advice(platform_id), 1, _DAY_MS, MOST_BYTES),
    )


def _refusals(name: str) -> Topic:
    return Topic(refused(name), 1, 92 * _DAY_MS, 4 * MOST_BYTES)


def inner_topics(*, work_partitions: int, pace_partitions: int) -> tuple[Topic, ...]:
    """The topics that all platforms share.

    `standing` is keyed by subject and compacted: the last set of a subject is never lost. `weather` is small and kept:
    an episode of last month is part of a baseline. Its refusals lie beside those of the platforms, none of which may
    be named so.
    """
    return (
        Topic(WORK, work_partitions, 7 * _DAY_MS, 8 * MOST_BYTES),
        # Every statement of a week is kept although later ones replace it: the ledger tells what was known when.
        Topic(STANDING, work_partitions, _FOR_EVER, 8 * MOST_BYTES, cleanup="compact", kept_ms=7 * _DAY_MS),
        Topic(WEATHER, 1, _FOR_EVER, 2 * MOST_BYTES, broker_time=True),
        _refusals(WEATHER),
        Topic(PACE, pace_partitions, 7 * _DAY_MS, 8 * MOST_BYTES),
    )

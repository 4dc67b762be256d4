"""The topics that must exist before a worker starts: those of all platforms and agents. Makes none of them."""

from collections.abc import Sequence

from schemas.topics import Topic, inner_topics, platform_topics
from streams.law.table import Law
from streams.settings import Settings

_STATE_BYTES = 8 << 20
"""The most bytes of a batch of the changelog: units are stored in parts of 512 KiB, many of which share a batch."""
_SEGMENT_BYTES = 64 << 20
"""A takeover reads the whole changelog, and compaction leaves the newest segment alone: small ones keep it short."""


def all_topics(law: Law, settings: Settings) -> Sequence[Topic]:
    """Every topic that the platforms and the workers use, the changelog of the state with them."""
    platforms = [t for name in law.platforms for t in platform_topics(name, feed_partitions=settings.feed_partitions)]
    inner = inner_topics(work_partitions=settings.work_partitions, pace_partitions=settings.work_partitions)
    state = Topic(
        settings.state_topic,
        settings.work_partitions,
        -1,
        _STATE_BYTES,
        cleanup="compact",
        segment_bytes=_SEGMENT_BYTES,
    )
    return (*platforms, *inner, state)

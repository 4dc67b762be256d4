"""Accounts on a cluster, with the rights and the quota of each. `deploy/ACCESS.md` gives the reasons."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from schemas.topics import WEATHER, advice, feed, receipts, refused
from streams.broker.rights import Right
from streams.law.table import Law
from streams.settings import Settings
from streams.topic_plan import all_topics

_BYTES_A_PERSON: Final = 40
"""Bytes a second and person at work. A person makes 0.015 events a second of 263 bytes, which is 4; ten times that, so that
a platform has caught up an hour after an outage of nine."""

_LEAST_BYTES: Final = 256 * 1024
"""Bytes a second for the smallest platform: 1,000 events of 263 bytes, with which it catches up after an outage."""

_CLUSTER: Final = "kafka-cluster"
"""Kafka's name for the cluster as a resource of rights."""


OURS: Final = ("shiftwarden", "weather-office", "shiftwarden-topics")
"""The default names of the accounts that belong to no platform: workers, weather office, maker of topics."""

_WORKERS, _OFFICE, _TOPIC_MAKER = OURS


class Quota(NamedTuple):
    """The limit of an account at each broker; beyond it responses are delayed. `request_percent`: of one of its threads."""

    bytes_a_second: int
    request_percent: int

    def __str__(self) -> str:
        """The quota in the form of Kafka's command-line tool."""
        return (
            f"producer_byte_rate={self.bytes_a_second},consumer_byte_rate={self.bytes_a_second},"
            f"request_percentage={self.request_percent}"
        )


class Grant(NamedTuple):
    """An account's name, its user, its rights, and its quota where it has one."""

    account: str
    user: str
    rights: Sequence[Right]
    quota: Quota | None = None


def platform_grant(platform_id: str, people: int, account: str | None = None) -> Grant:
    """A platform with so many people at work at a time: it writes its feed, and reads its receipts, refusals and advice.

    It reads in a group of its own.
    """
    read = [receipts(platform_id), refused(platform_id), advice(platform_id)]
    return Grant(
        account or platform_id,
        f"the platform {platform_id}",
        (Right("Write", "topic", feed(platform_id)), *_reads(read), Right("Read", "group", account or platform_id)),
        Quota(max(_LEAST_BYTES, people * _BYTES_A_PERSON), 50),
    )


def weather_grant(_law: Law, _settings: Settings, account: str | None = None) -> Grant:
    """The weather office: it writes `weather` and reads its refusals in a group of its own."""
    name = account or _OFFICE
    rights = (Right("Write", "topic", WEATHER), *_reads([refused(WEATHER)]), Right("Read", "group", name))
    return Grant(name, "the weather office, and who runs `shiftwarden weather`", rights, Quota(_LEAST_BYTES, 50))


def worker_grant(law: Law, settings: Settings, account: str | None = None) -> Grant:
    """The workers: they read feeds and warnings, write the platforms' topics, and read and write the inner ones."""
    rights = [right for topic in all_topics(law, settings) for right in _worker_rights(topic.name)]
    return Grant(account or _WORKERS, "the workers", (*rights, Right("Read", "group", settings.group)))


def topics_grant(law: Law, settings: Settings, account: str | None = None) -> Grant:
    """The account for `shiftwarden topics`, which makes topics and lists those that exist."""
    seen = [Right("Describe", "topic", topic.name) for topic in all_topics(law, settings)]
    return Grant(
        account or _TOPIC_MAKER, "who runs `shiftwarden topics`", (Right("Create", "cluster", _CLUSTER), *seen)
    )


def _worker_rights(topic: str) -> Iterator[Right]:
    if not topic.startswith((receipts(""), refused(""), advice(""))):
        yield Right("Read", "topic", topic)
    if not topic.startswith(feed("")) and topic != WEATHER:
        yield Right("Write", "topic", topic)


def _reads(topics: Sequence[str]) -> Iterator[Right]:
    return (Right("Read", "topic", topic) for topic in topics)

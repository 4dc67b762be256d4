"""Topics: made where they are missing, on the embedded broker or any other. Never changed, never enlarged."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import TopicAlreadyExistsError

from streams.embedded.admin import administrator
from streams.embedded.errors import EmbeddedKafkaError, TopicMismatchError

_BROKERS_DEFAULT = -1


class WantedTopic(Protocol):
    """What a topic must be. `config` holds Kafka's own names and values, which a topic gets when it is made."""

    @property
    def name(self) -> str:
        """The topic's name."""

    @property
    def partitions(self) -> int:
        """The number of partitions."""

    @property
    def config(self) -> Mapping[str, str]:
        """The settings, by Kafka's names."""


def ensure_topics(
    address: str, wanted: Iterable[WantedTopic], login: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """Make the topics that are missing at `address` and give their names, in the order of `wanted`. Repeatable.

    Comes back when each has a leader. The settings of a topic that exists are the operator's and left alone. Raises
    `TopicMismatchError` when one exists with another number of partitions: a judge's state lies by partition, so more
    of them would tear it apart. `login` as of `administrator`. Raises `EmbeddedKafkaError` when no broker answers or it refuses.
    """
    topics = list(wanted)
    with administrator(address, login) as admin:
        made = _make_missing(admin, topics)
        admin.wait_for_topics([topic.name for topic in topics])
        _compare(admin, topics)
    return made


def require_topics(address: str, names: Iterable[str]) -> None:
    """See that the topics are there. `EmbeddedKafkaError` when no broker answers, or names those that are missing."""
    with administrator(address) as admin:
        missing = sorted(set(names) - set(admin.list_topics()))
    if missing:
        raise EmbeddedKafkaError(
            f"The Kafka at {address} lacks the topics {', '.join(missing)}: `shiftwarden topics` makes them."
        )


def _make_missing(admin: KafkaAdminClient, topics: list[WantedTopic]) -> list[str]:
    there = set(admin.list_topics())
    missing = [topic for topic in topics if topic.name not in there]
    return [topic.name for topic in missing if _make(admin, topic)]


def _make(admin: KafkaAdminClient, topic: WantedTopic) -> bool:
    new = NewTopic(topic.name, topic.partitions, _BROKERS_DEFAULT, topic_configs=dict(topic.config))
    try:
        admin.create_topics([new])
    except TopicAlreadyExistsError:  # another process was first
        return False
    return True


def _compare(admin: KafkaAdminClient, topics: list[WantedTopic]) -> None:
    found = {one["name"]: len(one["partitions"]) for one in admin.describe_topics([topic.name for topic in topics])}
    wrong = [
        f"{topic.name} has {found[topic.name]} and should have {topic.partitions}"
        for topic in topics
        if found[topic.name] != topic.partitions
    ]
    if wrong:
        raise TopicMismatchError(
            f"Topics exist with another number of partitions: {'; '.join(wrong)}. They were left alone. Set the"
            " number that they have, or, if what they hold may be lost, delete them."
        )

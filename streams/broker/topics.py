"""Topics: made where they are missing, on the embedded broker or any other. Never changed, never enlarged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import InvalidReplicationFactorError, TopicAlreadyExistsError

from streams.broker.admin import administrator
from streams.broker.errors import BrokerRefusedError, EmbeddedKafkaError, TopicMismatchError
from streams.broker.rights import Right, require_rights
from streams.broker.security import PLAINTEXT, Security

_BROKERS_DEFAULT: Final = -1


@dataclass(frozen=True, slots=True)
class Copies:
    """The number of brokers that keep each topic, and of those that must have a record before it counts as written.

    None: as the brokers are set.
    """

    factor: int | None = None
    in_sync: int | None = None

    @property
    def config(self) -> dict[str, str]:
        """The topic's setting for `in_sync`."""
        return {} if self.in_sync is None else {"min.insync.replicas": str(self.in_sync)}


AS_THE_BROKERS_ARE_SET: Final = Copies()


class WantedTopic(Protocol):
    """A topic to be made or checked. `config` holds Kafka's own names and values, which a topic gets when it is made."""

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
    address: str,
    wanted: Iterable[WantedTopic],
    security: Security = PLAINTEXT,
    copies: Copies = AS_THE_BROKERS_ARE_SET,
) -> list[str]:
    """Make the topics that are missing at `address` and return their names, in the order of `wanted`. Repeatable.

    Returns when each has a leader. The settings of a topic that exists are the operator's and left alone. Raises
    `TopicMismatchError` when one exists with another number of partitions: a judge's state lies by partition, so more
    of them would tear it apart. Raises `EmbeddedKafkaError` when no broker answers or it refuses.
    """
    topics = list(wanted)
    with administrator(address, security) as admin:
        made = _make_missing(admin, topics, copies)
        admin.wait_for_topics([topic.name for topic in topics])
        _compare(admin, topics)
    return made


def require_topics(
    address: str, names: Iterable[str], security: Security = PLAINTEXT, rights: Iterable[Right] = ()
) -> None:
    """Check that the topics exist and that this account has the rights.

    `EmbeddedKafkaError` when no broker answers, or names the topics that are missing; `BrokerRefusedError` names the rights.
    """
    with administrator(address, security) as admin:
        require_rights(admin, rights, address, security)
        missing = sorted(set(names) - set(admin.list_topics()))
    if missing:
        raise EmbeddedKafkaError(
            f"The Kafka at {address} lacks the topics {', '.join(missing)}: `shiftwarden topics` makes them."
        )


def topics_seen(address: str, security: Security = PLAINTEXT) -> set[str]:
    """The topics that exist and that this account may see. `EmbeddedKafkaError` when no broker answers, or it refuses."""
    with administrator(address, security) as admin:
        return set(admin.list_topics())


def require_partitions(address: str, wanted: Iterable[WantedTopic], security: Security = PLAINTEXT) -> None:
    """Check that existing topics have as many partitions as they should. `TopicMismatchError` names those that have not."""
    with administrator(address, security) as admin:
        _compare(admin, list(wanted))


def _make_missing(admin: KafkaAdminClient, topics: list[WantedTopic], copies: Copies) -> list[str]:
    there = set(admin.list_topics())
    missing = [topic for topic in topics if topic.name not in there]
    return [topic.name for topic in missing if _make(admin, topic, copies)]


def _make(admin: KafkaAdminClient, topic: WantedTopic, copies: Copies) -> bool:
    factor = _BROKERS_DEFAULT if copies.factor is None else copies.factor
    new = NewTopic(topic.name, topic.partitions, factor, topic_configs={**topic.config, **copies.config})
    try:
        admin.create_topics([new])
    except TopicAlreadyExistsError:  # another process was first
        return False
    except InvalidReplicationFactorError as error:
        brokers = len(admin.describe_cluster()["brokers"])
        raise BrokerRefusedError(
            f"Each topic should be on {copies.factor} brokers, and {brokers} run. Start more, or ask for fewer copies."
        ) from error
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

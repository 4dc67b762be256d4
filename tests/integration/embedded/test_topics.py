import pytest
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from streams.broker.errors import EmbeddedKafkaError, TopicMismatchError
from streams.broker.topics import ensure_topics
from streams.tools.embedded.free_ports import free_ports
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.integration.embedded.wanted import Wanted


def test_topics_are_made_once_and_in_the_order_asked_for(kafka: EmbeddedKafka) -> None:
    wanted = [Wanted("order-b", 2), Wanted("order-a", 3)]

    first = ensure_topics(kafka.address, wanted)
    second = ensure_topics(kafka.address, wanted)

    assert first == ["order-b", "order-a"]
    assert second == []


def test_a_topic_gets_its_settings(kafka: EmbeddedKafka) -> None:
    ensure_topics(kafka.address, [Wanted("stamped", config={"message.timestamp.type": "LogAppendTime"})])

    admin = KafkaAdminClient(bootstrap_servers=kafka.address)
    found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, "stamped")])
    admin.close()

    assert "LogAppendTime" in str(found)


def test_a_topic_with_other_partitions_is_an_error_and_stays_as_it_is(kafka: EmbeddedKafka) -> None:
    ensure_topics(kafka.address, [Wanted("fixed", 2)])

    with pytest.raises(TopicMismatchError, match="fixed has 2 and should have 4"):
        ensure_topics(kafka.address, [Wanted("fixed", 4)])

    assert ensure_topics(kafka.address, [Wanted("fixed", 2)]) == []


def test_a_broker_that_is_not_there_is_an_error_that_names_its_address() -> None:
    address = f"127.0.0.1:{free_ports(1)[0]}"

    with pytest.raises(EmbeddedKafkaError, match=address):
        ensure_topics(address, [Wanted("any")])


def test_an_address_without_a_port_is_an_error_that_says_what_to_write() -> None:
    with pytest.raises(EmbeddedKafkaError, match=r"'localhost' .* write HOST:PORT"):
        ensure_topics("localhost", [Wanted("any")])

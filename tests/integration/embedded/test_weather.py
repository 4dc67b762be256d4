from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.topics import WEATHER, inner_topics
from streams.broker.topics import ensure_topics
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.integration.cli.calls import call
from tests.integration.embedded.records import read_all
from tests.servers.kafka import running_kafka
from tests.unit.schemas.weather.messages import alert, info


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    """A broker of its own: the topic `weather` has one name for all, and one test wants it missing."""
    with running_kafka(tmp_path_factory.mktemp("weather")) as kafka:
        yield kafka


def test_a_cluster_without_the_topic_is_told_how_to_get_it(broker: EmbeddedKafka, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(alert())

    result = call("weather", "--broker", broker.address, tmp_path / "a.xml")

    assert result.exit_code == 2
    assert "lacks the topics weather: `shiftwarden topics` makes them" in result.stderr


def test_the_broker_has_every_message_without_fault_when_it_ends(broker: EmbeddedKafka, tmp_path: Path) -> None:
    ensure_topics(broker.address, inner_topics(work_partitions=1, pace_partitions=1))
    large = alert(info(description="雨" * 300_000), identifier="A2")
    for name, message in {"a.xml": alert(), "bad.xml": alert(status="Test"), "large.xml": large}.items():
        (tmp_path / name).write_bytes(message)

    result = call("weather", "--broker", broker.address, *sorted(tmp_path.iterdir()))
    checked = call("weather", "--broker", broker.address, "--dry-run", tmp_path / "a.xml")

    assert (result.exit_code, checked.exit_code) == (1, 0)
    assert result.stderr.splitlines()[-1] == "2 of 3 messages sent"
    assert read_all(broker.address, WEATHER) == [alert(), large]

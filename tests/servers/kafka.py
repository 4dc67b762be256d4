"""A real broker for tests: a context manager, and a fixture that keeps one for the whole session."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from streams.tools.embedded.kafka import EmbeddedKafka
from tests.servers.java import compile_quickly

compile_quickly()


@contextmanager
def running_kafka(folder: Path) -> Iterator[EmbeddedKafka]:
    """A broker of one's own, for a test that kills or restarts it."""
    with EmbeddedKafka(folder / "kafka", heap_mb=256) as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    """A broker that all tests of the session share: give topics names of their own, and leave it running."""
    with running_kafka(tmp_path_factory.mktemp("shared")) as broker:
        yield broker

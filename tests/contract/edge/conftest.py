from itertools import count
from pathlib import Path

import pytest

from tests.contract.edge.worlds import READ, KafkaWorld, MemoryWorld, World
from tests.servers.kafka import kafka

__all__ = ["kafka"]

_groups = count(1)


@pytest.fixture(params=["memory", "kafka"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    if request.param == "memory":
        return MemoryWorld()
    return KafkaWorld(request.getfixturevalue("kafka").address, f"group-{next(_groups)}", tmp_path)


@pytest.fixture
def topic(world: World) -> str:
    return world.topic if isinstance(world, KafkaWorld) else READ

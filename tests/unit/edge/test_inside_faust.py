"""Private parts of Faust and aiokafka that the edge touches: each test fails when a release of theirs has it otherwise."""

import ast
import asyncio
import inspect
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder
from faust.tables.recovery import Recovery
from faust.transport.base import Transport
from faust.transport.consumer import Consumer, ThreadDelegateConsumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Producer
from faust.types.tuples import TP, Message
from mode.utils.queues import FlowControlEvent

from streams.edge.app import faust_app
from streams.edge.consuming import RewindingConsumer, lose_nothing
from streams.edge.messages import TP as OurTP  # noqa: N811  it is no constant
from streams.edge.partitions import FaustPartitions
from streams.edge.runtime import FaustRuntime, _complete_the_latest_alone
from streams.edge.state import State
from streams.settings import Settings


def read_of(name: str, function: Callable[..., Any]) -> set[str]:
    """The attributes of a variable that a function reads or sets."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {node.attr for node in nodes if isinstance(node.value, ast.Name) and node.value.id == name}


def names(function: Callable[..., Any]) -> tuple[str, ...]:
    return function.__code__.co_names


def test_faust_s_acknowledging_looks_at_so_much_of_a_message_and_no_more() -> None:
    assert read_of("message", Consumer.ack) == {"acked", "tp", "offset", "topic"}


def test_what_is_acknowledged_without_its_message_is_what_faust_commits() -> None:
    consumer = cast("Any", Consumer.__new__(cast("Any", RewindingConsumer)))
    consumer.app = type("App", (), {"topics": type("Topics", (), {"acks_enabled_for": staticmethod(lambda _: True)})})
    consumer._committed_offset, consumer._acked_index, consumer._acked = (
        {TP("work", 0): None},
        {TP("work", 0): set()},
        {},
    )
    consumer._acked[TP("work", 0)], consumer._n_acked, consumer._waiting_for_ack = [], 0, None
    consumer._unacked_messages = set()

    partitions = FaustPartitions(cast("Any", type("App", (), {"consumer": consumer})))
    partitions.acknowledge(OurTP("work", 0), [5, 6])

    assert consumer._acked == {TP("work", 0): [5, 6]}


def test_a_partition_of_ours_is_faust_s_to_every_set_and_mapping() -> None:
    assert {cast("Any", OurTP("work", 1))} == {TP("work", 1)}
    assert TP._fields == OurTP._fields


def test_messages_bear_what_is_read_of_them() -> None:
    assert {"tp", "offset", "timestamp", "value"} <= set(Message.__slots__)


def test_the_producer_that_takes_many_records_at_once_is_there() -> None:
    assert list(inspect.signature(Producer._ensure_producer).parameters) == ["self"]
    assert "_producer" in names(Producer._ensure_producer)
    assert list(inspect.signature(BatchBuilder).parameters)[:2] == ["batch_size", "compression_type"]
    assert list(inspect.signature(AIOKafkaProducer.send_batch).parameters) == ["self", "batch", "topic", "partition"]
    assert list(inspect.signature(AIOKafkaProducer.partitions_for).parameters) == ["self", "topic"]


def test_faust_makes_the_consumer_and_the_thread_that_it_is_given() -> None:
    assert "Consumer" in names(Transport.create_consumer)
    assert "_new_consumer_thread" in names(ThreadDelegateConsumer.__init__)
    assert list(inspect.signature(AIOKafkaConsumerThread._create_worker_consumer).parameters) == ["self", "transport"]
    assert list(inspect.signature(AIOKafkaConsumerThread._ensure_consumer).parameters) == ["self"]


def test_faust_empties_its_queues_at_the_end_of_a_recovery_after_the_callbacks_unless_the_flow_was_suspended() -> None:
    steps = inspect.getsource(Recovery.on_recovery_completed)

    assert steps.index("table.on_recovery_completed(") < steps.index("flow_control.resume()")
    assert "clear" in names(FlowControlEvent.resume)
    assert "_resume" in names(FlowControlEvent.acquire)


def test_faust_recovers_a_table_by_the_method_that_is_replaced_and_swallows_what_it_raises() -> None:
    assert "apply_changelog_batch" in inspect.getsource(Recovery._slurp_changelogs.fun)
    assert "apply_changelog_batch" in names(Recovery.flush_buffers)
    assert "Error in recovery" in inspect.getsource(Recovery._slurp_changelogs.fun)  # it is logged, and not raised


def test_state_that_cannot_be_recovered_is_reported_at_once(tmp_path: Path) -> None:
    failed: list[str] = []
    app = lose_nothing(faust_app(Settings(), tmp_path))
    state = State(app, 8, lambda: None, lambda error: failed.append(repr(error)))

    with pytest.raises(AttributeError):
        state.table.apply_changelog_batch([cast("Any", "no event")])

    assert len(failed) == 1


def test_the_table_keeps_its_units_in_memory_where_they_can_be_written_past_it(tmp_path: Path) -> None:
    state = State(faust_app(Settings(), tmp_path), 8, lambda: None, lambda _: None)

    state.table.data[b"key"] = b"value"

    assert dict(state.table.data) == {b"key": b"value"}
    assert state.table.changelog_topic.get_topic_name() == Settings().state_topic


def test_a_recovery_that_a_later_rebalance_has_made_void_completes_nothing(tmp_path: Path) -> None:
    runtime = FaustRuntime(Settings(), tmp_path, lambda: None, lambda _: None)
    recovery, app = cast("Any", runtime.app.tables).recovery, cast("Any", runtime.app)
    completed: list[int] = []

    async def complete(generation_id: int = 0) -> None:
        completed.append(generation_id)

    async def complete_each() -> None:
        app.consumer_generation_id = 2
        for generation, begins in ((1, False), (2, False), (2, True)):
            recovery.signal_recovery_start.clear()
            if begins:
                recovery.signal_recovery_start.set()
            await recovery.on_recovery_completed(generation)

    recovery.on_recovery_completed = complete
    _complete_the_latest_alone(app)
    asyncio.run(complete_each())

    assert completed == [2]
    restart = cast("Any", Recovery._restart_recovery).fun
    assert "on_recovery_completed" in names(restart)
    assert "except Exception as exc" in inspect.getsource(restart).partition("signal_recovery_end.wait")[2]


def test_faust_s_consumer_hands_a_record_over_beside_the_end_of_the_flow_alone() -> None:
    source = inspect.getsource(Consumer._drain_messages)
    calls = [node for node in ast.walk(ast.parse(textwrap.dedent(source))) if isinstance(node, ast.Call)]

    handed = [
        ast.unparse(call) for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "wait_first"
    ]

    assert handed == ["self.wait_first(callback(message), self.suspend_flow.wait())"]

"""Ingest: what is acknowledged after what, whose record is taken next, and what is fetched no more."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from schemas.feed.receipt import Receipt
from streams.agents import holding_back, ingest, platform_lines
from streams.agents.holding_back import HoldingBack
from streams.agents.ingest import Ingest
from streams.core.intake.feed import FeedIntake
from streams.edge.lag import Lag
from streams.edge.messages import TP, Message
from streams.edge.taking import Assignment
from streams.metrics import Metrics
from tests.unit.agents.stage import Stage, Stream, message
from tests.unit.schemas.said import READER, event, written

FEEDS = {"feed.hema": "hema", "feed.tuche": "tuche", "feed.kuaisong": "kuaisong"}


def made(stage: Stage, assignment: Assignment | None = None, works: Sequence["Work"] = ()) -> Ingest:
    judge = cast("Any", type("Judge", (), {"partitions": works}))
    metrics = Metrics(CollectorRegistry()).feed
    return Ingest(
        stage,
        FeedIntake(READER, 1),
        stage,
        metrics,
        Lag(stage, metrics),
        holding_back=HoldingBack(stage, judge, metrics),
        platforms=FEEDS,
        assignment=assignment or Assignment(stands=True),
    )


def fed(offset: int, platform: str = "hema", value: bytes | None = None) -> Message:
    said = written(event(platform_id=platform)) if value is None else value
    return message(f"feed.{platform}", offset, said)


def play(agent: Ingest, *batches: Sequence[Message], before: Callable[[], None] = lambda: None) -> None:
    """Put these records in line, each time followed by the work on one batch."""

    async def playing() -> None:
        for messages in batches:
            if messages:
                await agent.run(Stream(messages))
            before()
            await agent.work()

    asyncio.run(asyncio.wait_for(playing(), 20))


def receipts(stage: Stage) -> list[tuple[str, int, int]]:
    said = [Receipt.model_validate_json(one.value) for one in stage.sent if one.topic.startswith("receipts.")]
    return [(one.platform_id, one.first_offset, one.last_offset) for one in said]


def test_a_feed_record_is_acknowledged_when_all_that_came_of_it_is_with_the_broker() -> None:
    stage = Stage()

    play(made(stage), [fed(0), fed(1)], [fed(2)])

    assert stage.done == ["send", "ack 0", "ack 1", "send", "ack 2"]


def test_a_batch_that_was_in_hand_at_a_rebalance_is_left_to_whoever_takes_it_again() -> None:
    stage = Stage()
    assignment = Assignment(stands=True)
    agent = made(stage, assignment)
    stage.at["send"] = assignment.revoke

    play(agent, [fed(0)])

    assert stage.done == ["send"]


def test_a_rebalance_while_a_batch_is_read_leaves_nothing_of_it_and_no_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage()
    assignment = Assignment(stands=True)
    agent = made(stage, assignment)

    async def taken_away(_: int) -> None:
        assignment.revoke()
        agent.revoke()

    monkeypatch.setattr(agent._spells, "make_room", taken_away)

    play(agent, [fed(0), fed(1)])

    assert (stage.sent, [step for step in stage.done if step != "send"]) == ([], [])


def test_what_waits_in_line_at_a_rebalance_does_not_come_out_after_it() -> None:
    stage = Stage()
    assignment = Assignment(stands=True)
    agent = made(stage, assignment)

    async def playing() -> None:
        await agent.run(Stream([fed(40)]))
        assignment.revoke()
        agent.revoke()
        await agent.run(Stream([fed(41)]))
        assignment.assign()
        await agent.run(Stream([fed(32), fed(33)]))
        await agent.work()

    asyncio.run(asyncio.wait_for(playing(), 20))

    assert stage.done == ["send", "ack 32", "ack 33"]
    assert receipts(stage) == [("hema", 32, 33)]


def test_a_record_is_in_the_next_batch_though_a_thousand_of_a_platform_wait_before_it() -> None:
    stage = Stage()
    flood = [fed(offset, value=b"[" + b"1," * 999 + b"1]") for offset in range(1_000)]

    play(made(stage), [*flood, fed(7, "tuche")])

    (hema, tuche) = receipts(stage)
    assert (hema[:2], tuche) == (("hema", 0), ("tuche", 7, 7))
    assert hema[2] < 200


def test_a_platform_that_floods_is_fetched_no_more_until_half_of_what_waits_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform_lines, "MOST_RECORDS", 10)
    monkeypatch.setattr(ingest, "MOST_COST", 3 * 4096)
    hema = {TP("feed.hema", 0), TP("feed.hema", 1)}
    stage = Stage(tps=frozenset(hema | {TP("feed.tuche", 0)}))

    play(made(stage), [fed(offset) for offset in range(12)], [], [], [])

    steps = [step for step in stage.done if step != "send"]
    assert steps[:2] == ["hold feed.hema"] * 2
    assert steps.index("release feed.hema") < steps.index("ack 6")
    assert steps.index("release feed.hema") > steps.index("ack 2")


def test_a_platform_is_held_by_bytes_too_and_let_go_when_the_partitions_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_lines, "MOST_BYTES", 1_000)
    stage = Stage(tps=frozenset({TP("feed.hema", 0)}))
    agent = made(stage)

    asyncio.run(agent.run(Stream([fed(0, value=b"x" * 1_001)])))
    agent.revoke()

    assert stage.done == ["hold feed.hema", "release feed.hema"]


class Work:
    """A work partition of which so many records were taken."""

    def __init__(self, taken: int, *, taking_over: bool = False) -> None:
        self.number, self.offset = 0, taken - 1
        self.judge = type("Judge", (), {"taking_over": taking_over})


def test_ingest_waits_while_the_judge_of_its_process_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding_back, "MOST_ROWS", 5)
    stage = Stage(end=20)
    work = Work(taken=0)
    agent = made(stage, works=[work])
    looks: list[float] = []

    def catching_up() -> float:
        looks.append(agent._holding_back._rows * (stage.end - work.offset - 1))
        work.offset += 5
        return looks[-1]

    monkeypatch.setattr(agent._holding_back, "behind", catching_up)

    play(agent, [fed(0)], [fed(1)])

    assert looks[0] == 0  # nothing is known of work records before the first batch
    assert looks[1:] == [15, 10, 5]


def test_the_wait_for_a_judge_that_does_not_move_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding_back, "MOST_ROWS", 5)
    monkeypatch.setattr(holding_back, "MOST_S", 0.1)
    stage = Stage(end=1_000)

    play(made(stage, works=[Work(taken=0)]), [fed(0)], [fed(1)])

    assert stage.done == ["send", "ack 0", "send", "ack 1"]


def test_a_partition_that_is_being_taken_over_holds_nobody_back() -> None:
    stage = Stage(end=1_000)
    agent = made(stage, works=[Work(taken=0, taking_over=True), Work(taken=990)])
    agent._holding_back.sent(rows=200, records=2, platforms={})

    assert agent._holding_back.behind() == 1_000


def looks(agent: Ingest, work: Work, *taken: int, every_s: float = 0.1) -> float:
    """The rows that may wait after looks at so many records taken, so many seconds after each other."""
    for number, offset in enumerate(taken, 1):
        work.offset = offset - 1
        agent._holding_back.look(number * every_s)
    return agent._holding_back.allowed


def test_the_slower_the_judge_is_the_fewer_rows_may_wait() -> None:
    allowed = []
    for step in (1, 20, 10_000):
        work = Work(taken=0)
        agent = made(Stage(end=10_000_000), works=[work])
        agent._holding_back.sent(rows=100, records=1, platforms={})
        allowed.append(looks(agent, work, *range(1, 200 * step, step)))

    # 1,000 rows a second, 20,000, and more than any judge takes
    assert allowed[0] == holding_back.LEAST_ROWS
    assert allowed[1] == pytest.approx(0.3 * 20_000, rel=0.01)
    assert allowed[2] == holding_back.MOST_ROWS


def test_the_speed_of_a_judge_that_had_nothing_to_do_is_not_measured() -> None:
    work = Work(taken=0)
    agent = made(Stage(end=100), works=[work])
    agent._holding_back.sent(rows=100, records=1, platforms={})

    assert looks(agent, work, *[100] * 50) == holding_back.MOST_ROWS
    assert looks(agent, work, *range(50), every_s=10) == holding_back.MOST_ROWS


def test_who_sends_few_rows_is_not_held_back_and_who_sends_many_is_for_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding_back, "MOST_ROWS", 5)
    monkeypatch.setattr(holding_back, "MOST_S", 60.0)
    stage = Stage(end=1_000)
    work = Work(taken=1_000)
    agent = made(stage, works=[work])

    async def playing() -> None:
        await agent.run(Stream([fed(0, value=b"[" + b",".join([written(event())] * 100) + b"]"), fed(0, "tuche")]))
        await agent.work()
        work.offset = 0  # from now on the judge is behind
        await agent.run(Stream([fed(1), fed(2), fed(1, "tuche"), fed(3), fed(2, "tuche")]))
        await agent.work()
        work.offset = 999
        await agent.work()

    asyncio.run(asyncio.wait_for(playing(), 20))

    assert receipts(stage)[2:] == [("tuche", 1, 2), ("hema", 1, 3)]


def test_nobody_is_held_back_longer_than_the_bound_whatever_others_send_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(holding_back, "MOST_ROWS", 5)
    monkeypatch.setattr(holding_back, "MOST_S", 0.0)
    agent = made(Stage(end=1_000), works=[Work(taken=0)])
    agent._holding_back.sent(rows=100, records=1, platforms={"hema": 99, "tuche": 1})

    assert not asyncio.run(agent._holding_back.wait(lambda _: True))


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ({"hema": 990, "tuche": 10}, {"hema"}),
        ({"hema": 500, "tuche": 500}, {"hema", "tuche"}),
        ({f"p{number}": 50 for number in range(20)}, {f"p{number}" for number in range(2, 20)}),
        ({}, set()),
    ],
)
def test_those_not_held_back_send_a_tenth_of_all_rows_at_the_most(rows: dict[str, int], held: set[str]) -> None:
    agent = made(Stage())
    agent._holding_back.sent(sum(rows.values()), 1, rows)

    assert agent._holding_back.large() == held

"""Topics: names, and what the broker must know of each."""

from schemas.envelope import MOST_BYTES
from schemas.topics import Topic, advice, feed, inner_topics, platform_topics, quarantine, receipts, refused

ALL = {
    topic.name: topic
    for topic in (*platform_topics("hema", feed_partitions=3), *inner_topics(work_partitions=8, pace_partitions=2))
}


def test_the_names_are_those_of_the_contract() -> None:
    assert [name("hema") for name in (feed, receipts, refused, advice, quarantine)] == [
        "feed.hema",
        "receipts.hema",
        "refused.hema",
        "advice.hema",
        "quarantine.hema",
    ]
    assert set(ALL) == {
        "feed.hema",
        "receipts.hema",
        "refused.hema",
        "advice.hema",
        "work",
        "standing",
        "clock",
        "weather",
        "refused.weather",
        "pace",
        "quarantine.hema",
        "quarantine.weather",
    }


def test_the_broker_stamps_the_feed_so_that_no_platform_can_forge_when_it_spoke() -> None:
    assert ALL["feed.hema"].config["message.timestamp.type"] == "LogAppendTime"
    assert ALL["weather"].config["message.timestamp.type"] == "LogAppendTime"
    assert ALL["work"].config["message.timestamp.type"] == "CreateTime"


def test_a_record_of_one_mib_fits_with_room_and_so_does_its_refusal_in_base64() -> None:
    assert int(ALL["feed.hema"].config["max.message.bytes"]) > MOST_BYTES + 64 * 1024
    for refused_topic in ("refused.hema", "refused.weather"):
        assert int(ALL[refused_topic].config["max.message.bytes"]) > MOST_BYTES * 4 // 3 + 64 * 1024


def test_partitions_are_those_of_the_settings() -> None:
    assert {name: topic.partitions for name, topic in ALL.items() if topic.partitions > 1} == {
        "feed.hema": 3,
        "work": 8,
        "standing": 8,
        "pace": 2,
    }


def test_a_compacted_topic_says_how_long_each_statement_stays_and_any_other_when_it_goes() -> None:
    compacted = Topic("t", 1, -1, 1, cleanup="compact", kept_ms=604_800_000).config
    deleted = Topic("t", 1, 86_400_000, 1).config

    assert (compacted["cleanup.policy"], compacted["min.compaction.lag.ms"]) == ("compact", "604800000")
    assert (deleted["cleanup.policy"], deleted["retention.ms"]) == ("delete", "86400000")


def test_what_platforms_make_us_answer_is_bounded_by_bytes_and_receipts_by_more_than_refusals() -> None:
    bounds = {name: topic.config["retention.bytes"] for name, topic in ALL.items() if topic.retention_bytes}

    gib = {name: int(size) >> 30 for name, size in bounds.items()}
    assert gib == {
        "receipts.hema": 64,
        "refused.hema": 16,
        "refused.weather": 16,
        "advice.hema": 1,
        "quarantine.hema": 1,
        "quarantine.weather": 1,
    }

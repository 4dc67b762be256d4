"""The rights of each account on a broker that enforces them, and that it has no others."""

import pytest

from schemas.topics import platform_topics, quarantine
from streams.settings import Settings
from streams.topic_plan import all_topics
from tests.integration.secured.accounts import Accounts
from tests.integration.secured.clients import DONE, NOT_THIS_GROUP, NOT_THIS_TOPIC, allowed, read, write
from tests.servers.live import LAW

TOPICS = sorted(topic.name for topic in all_topics(LAW, Settings()))
MAY = {
    "hema": ({"feed.hema"}, {"receipts.hema", "refused.hema", "advice.hema"}),
    "weather-office": ({"weather"}, {"refused.weather"}),
}


@pytest.mark.parametrize("account", MAY)
def test_the_broker_lets_an_account_write_and_read_its_own_topics_and_see_no_other(
    secured: Accounts, account: str
) -> None:
    written, heard = MAY[account]

    given = allowed(secured.kafka.address, secured.security(account), TOPICS)

    assert {topic for topic, operations in given.items() if operations == {"WRITE", "DESCRIBE"}} == written
    assert {topic for topic, operations in given.items() if operations == {"READ", "DESCRIBE"}} == heard
    assert {topic for topic, operations in given.items() if operations} == written | heard


@pytest.mark.parametrize("account", MAY)
def test_an_account_really_writes_what_it_may(secured: Accounts, account: str) -> None:
    outcomes = [write(secured.kafka.address, secured.security(account), topic) for topic in MAY[account][0]]

    assert outcomes == [DONE]


@pytest.mark.parametrize("topic", ["feed.kuaisong", "standing", "weather", "receipts.hema"])
def test_a_platform_really_cannot_write_what_is_not_its_own(secured: Accounts, topic: str) -> None:
    assert write(secured.kafka.address, secured.security("hema"), topic) != DONE


def test_a_platform_really_reads_its_receipts_and_not_its_feed_again(secured: Accounts) -> None:
    security = secured.security("hema")

    outcomes = [read(secured.kafka.address, security, topic) for topic in ("receipts.hema", "feed.hema")]

    assert outcomes == [DONE, NOT_THIS_TOPIC]


def test_an_account_has_its_own_group_and_not_that_of_the_workers(secured: Accounts) -> None:
    security = secured.security("hema")

    own, workers = (read(secured.kafka.address, security, "receipts.hema", group) for group in ("hema", "shiftwarden"))

    assert (own, workers) == (DONE, NOT_THIS_GROUP)


def test_a_platform_has_rights_on_all_of_its_four_topics_and_reads_none_that_it_writes() -> None:
    written, read_of = MAY["hema"]

    topics = {topic.name for topic in platform_topics("hema", feed_partitions=1)}
    assert written | read_of == topics - {quarantine("hema")}  # which is the operator's

"""A broker with an address for others: TLS and accounts there, its own account alone on this machine."""

import asyncio
import ssl
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ResourcePattern,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)
from pydantic import SecretStr

from streams.broker.admin import administrator
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.security import PLAINTEXT
from streams.broker.topics import ensure_topics
from streams.tools.embedded.advertised import OutsideListener
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.integration.embedded.wanted import Wanted

PASSWORD = "hema's own"  # noqa: S105 - of a broker that ends with the test


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedKafka]:
    """A broker at which the platform hema has an account and may write one topic."""
    folder = tmp_path_factory.mktemp("secured")
    with EmbeddedKafka(folder / "kafka", outside=OutsideListener("127.0.0.1", 0, "localhost"), heap_mb=256) as broker:
        with administrator(broker.address, broker.security) as admin:
            ensure_topics(broker.address, [Wanted("feed.hema"), Wanted("feed.tuche")], broker.security)
            admin.alter_user_scram_credentials(
                [UserScramCredentialUpsertion("hema", ScramMechanism.SCRAM_SHA_512, PASSWORD)]
            )
            admin.create_acls(
                [
                    ACL(
                        "User:hema",
                        "*",
                        ACLOperation.WRITE,
                        ACLPermissionType.ALLOW,
                        ResourcePattern(ResourceType.TOPIC, "feed.hema"),
                    )
                ]
            )
        yield broker


def scram(name: str, password: str, authority: Path) -> dict[str, Any]:
    """The settings of a platform's client."""
    return {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": name,
        "sasl_plain_password": password,
        "ssl_context": ssl.create_default_context(cafile=authority),
    }


def send(address: str, topic: str, login: dict[str, Any]) -> None:
    async def sending() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=address, **login)
        try:
            await producer.start()
            await producer.send_and_wait(topic, b"x")
        finally:
            await producer.stop()

    asyncio.run(asyncio.wait_for(sending(), 120))


def outside_of(broker: EmbeddedKafka) -> str:
    assert broker.outside_address is not None
    return broker.outside_address


def test_a_platform_writes_its_own_feed_over_tls_and_no_other(secured: EmbeddedKafka) -> None:
    login = scram("hema", PASSWORD, secured.authority)

    send(outside_of(secured), "feed.hema", login)

    with pytest.raises(KafkaError, match="TopicAuthorization"):
        send(outside_of(secured), "feed.tuche", login)


def test_a_wrong_password_is_refused(secured: EmbeddedKafka) -> None:
    with pytest.raises(KafkaError):
        send(outside_of(secured), "feed.hema", scram("hema", "wrong", secured.authority))


def test_a_client_that_does_not_trust_the_authority_does_not_connect(secured: EmbeddedKafka) -> None:
    login = scram("hema", PASSWORD, secured.authority) | {"ssl_context": ssl.create_default_context()}

    with pytest.raises(KafkaError):
        send(outside_of(secured), "feed.hema", login)


def test_on_this_machine_nobody_gets_in_without_the_brokers_own_account(secured: EmbeddedKafka) -> None:
    account = secured.security.account
    assert account is not None
    guessing = replace(secured.security, account=replace(account, password=SecretStr("guessed")))

    for security in (PLAINTEXT, guessing):
        with pytest.raises(EmbeddedKafkaError), administrator(secured.address, security) as admin:
            admin.list_topics()


def test_after_a_restart_accounts_certificate_and_addresses_are_the_same(tmp_path: Path) -> None:
    with EmbeddedKafka(tmp_path, outside=OutsideListener("127.0.0.1", 0, "localhost"), heap_mb=256) as broker:
        before = (broker.address, broker.outside_address, broker.security.account, broker.authority.read_bytes())
        broker.kill()
        broker.start()

        assert (
            broker.address,
            broker.outside_address,
            broker.security.account,
            broker.authority.read_bytes(),
        ) == before


@pytest.mark.parametrize(("machine", "named"), [("kafka-1.city", ["kafka-1.city"]), ("box_1", [])])
def test_the_certificate_names_what_a_client_may_use_once_and_no_name_that_it_cannot_hold(
    machine: str, named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: machine)

    every = OutsideListener("0.0.0.0", 1, "localhost")  # noqa: S104 - it is listened at by nobody here
    assert list(every.names) == ["localhost", *named, "127.0.0.1"]
    assert list(OutsideListener("192.0.2.1", 1, "a.b").names) == ["a.b", "192.0.2.1", *named, "localhost", "127.0.0.1"]


def test_keys_and_passwords_are_their_owners_alone_and_no_list_of_processes_shows_one(secured: EmbeddedKafka) -> None:
    account = secured.security.account
    assert account is not None
    folder = secured.authority.parents[1]

    shown = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]

    assert not [line for line in shown if account.password.get_secret_value().encode() in line]
    assert [path for path in folder.rglob("*") if path.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)] == []

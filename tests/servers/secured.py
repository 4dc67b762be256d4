"""A broker as a city runs it: accounts (SCRAM), TLS, and an authorizer that allows nothing that was not given."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from streams.broker.admin import administrator
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.reading import read_security
from streams.broker.security import Security
from streams.tools.embedded.children import JavaProcess, run_java
from streams.tools.embedded.free_ports import free_ports
from streams.tools.embedded.jars import default_cache, fetch_jars
from tests.servers.certificates import Authority
from tests.servers.java import QUICK

ADMIN_PASSWORD = "the-administrators-own-secret"  # noqa: S105

_PROPERTIES = """\
node.id=1
process.roles=broker,controller
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=CLIENTS://127.0.0.1:{clients},PLAIN://127.0.0.1:{plain},INNER://127.0.0.1:{inner},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=CLIENTS://127.0.0.1:{clients},PLAIN://127.0.0.1:{plain},INNER://127.0.0.1:{inner}
listener.security.protocol.map=CLIENTS:SASL_SSL,PLAIN:PLAINTEXT,INNER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=INNER
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.clients.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.inner.sasl.enabled.mechanisms=PLAIN
listener.name.inner.plain.sasl.jaas.config={jaas}
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config={jaas}
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={ca}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:admin;User:broker
allow.everyone.if.no.acl.found=false
auto.create.topics.enable=false
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
message.max.bytes=16777216
replica.fetch.max.bytes=16777216
log.cleaner.dedupe.buffer.size=33554432
log.dirs={data}
"""
_JAAS = (
    "org.apache.kafka.common.security.plain.PlainLoginModule required"
    ' username="broker" password="between-brokers" user_broker="between-brokers";'
)


class Secured(NamedTuple):
    """Addresses of the port for clients and of one without TLS and accounts; the administrator's settings; the authority."""

    address: str
    plain: str
    admin: Security
    authority: Authority
    folder: Path

    def settings_file(self, account: str, password: str, **fields: str) -> Path:
        """A broker settings file of an account, as an operator writes it; `fields` replace or add some."""
        secret = self.folder / f"{account}.secret"
        secret.write_text(f"{password}\n")
        secret.chmod(0o600)
        told = {
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "username": account,
            "password_file": secret.name,
            "ca_file": str(self.authority.ca),
        }
        return write_settings(self.folder / f"{account}.yaml", **{**told, **fields})


def write_settings(file: Path, **fields: str) -> Path:
    """A broker settings file with these fields."""
    file.write_text("".join(f"{name}: {value}\n" for name, value in fields.items()))
    return file


@contextmanager
def secured_kafka(folder: Path) -> Iterator[Secured]:
    """Such a broker while the `with` runs."""
    authority = Authority(folder / "certificates")
    clients, plain, inner, controller = free_ports(4)
    settings = folder / "server.properties"
    settings.write_text(
        _PROPERTIES.format(
            clients=clients, plain=plain, inner=inner, controller=controller, jaas=_JAAS, data=folder / "data",
            keystore=authority.issue("broker", "IP:127.0.0.1").both, ca=authority.ca,
        )
    )  # fmt: skip
    java = ["-Xmx256m", QUICK, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", _jars()]
    scram = f"SCRAM-SHA-512=[name=admin,password={ADMIN_PASSWORD}]"
    log = folder / "broker.log"
    form = ["kafka.tools.StorageTool", "format", "-t", "Ssecuredsecuredsecured", "-c", str(settings), "-S", scram]
    assert run_java([*java, *form], log, 240) == 0, log.read_text()
    process = JavaProcess([*java, "kafka.Kafka", str(settings)], log)
    made = Secured(f"127.0.0.1:{clients}", f"127.0.0.1:{plain}", Security(), authority, folder)
    try:
        admin = read_security(made.settings_file("admin", ADMIN_PASSWORD))
        _wait(made.address, admin, process, log)
        yield made._replace(admin=admin)
    finally:
        process.stop()


def _jars() -> str:
    return ":".join(map(str, fetch_jars(default_cache(), lambda _: None)))


def _wait(address: str, admin: Security, process: JavaProcess, log: Path) -> None:
    until = time.monotonic() + 240
    while not _is_up(address, admin):
        assert process.exit_status is None, log.read_text()[-3000:]
        assert time.monotonic() < until, log.read_text()[-3000:]
        time.sleep(0.2)


def _is_up(address: str, admin: Security) -> bool:
    try:
        with administrator(address, admin) as client:
            return bool(client.describe_cluster()["brokers"])
    except EmbeddedKafkaError:
        return False

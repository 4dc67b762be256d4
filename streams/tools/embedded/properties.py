"""The broker's settings: one node that is broker and controller. Decides no topic's settings.

Alone on this machine it listens on 127.0.0.1 without accounts. With an address for others it has three listeners: one
with TLS and SCRAM for them; one for this machine and one for itself, on 127.0.0.1, where only its own account may log in.
"""

from pathlib import Path

from streams.broker.security import Security
from streams.tools.embedded.advertised import NAME, OutsideListener
from streams.tools.embedded.certificates import Certificates

_ONE_NODE = """\
node.id=1
process.roles=broker,controller
controller.listener.names=CONTROLLER
auto.create.topics.enable=false
# One node cannot hold copies.
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# Fifty partitions of each internal topic would be a thousand files for one consumer group.
offsets.topic.num.partitions=4
transaction.state.log.num.partitions=4
share.coordinator.state.topic.num.partitions=4
# After a crash the controller waits for the session of the dead broker to end before it takes the same node again.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
# The first member of a group need not wait for others.
group.initial.rebalance.delay.ms=0
# A judge's state is written by bucket, and a bucket may be larger than the default of 1 MiB.
message.max.bytes=16777216
replica.fetch.max.bytes=16777216
# The cleaner would take 128 MB of a heap of 512.
log.cleaner.dedupe.buffer.size=33554432
"""


_WITHOUT_ACCOUNTS = """\
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
"""

_WITH_ACCOUNTS = """\
listener.security.protocol.map=INSIDE:SASL_PLAINTEXT,OUTSIDE:SASL_SSL,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=INSIDE
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.inside.sasl.enabled.mechanisms=PLAIN
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.outside.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.outside.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.outside.ssl.keystore.type=PKCS12
# What no rule allows is refused.
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
"""


def open_properties(port: int, controller_port: int) -> str:
    """The listeners of a broker without accounts: these ports of 127.0.0.1."""
    return (
        f"{_WITHOUT_ACCOUNTS}"
        f"listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}\n"
        f"advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n"
    )


def secured_properties(
    port: int, controller_port: int, outside: OutsideListener, security: Security, certificates: Certificates
) -> str:
    """The listeners of a broker with accounts: `port` for this machine, and the address for others."""
    password = security.account.password.get_secret_value() if security.account else ""
    login = (
        f'org.apache.kafka.common.security.plain.PlainLoginModule required username="{NAME}" password="{password}"'
        f' user_{NAME}="{password}";'
    )
    return (
        f"{_WITH_ACCOUNTS}"
        f"listeners=INSIDE://127.0.0.1:{port},OUTSIDE://{outside.host}:{outside.port},"
        f"CONTROLLER://127.0.0.1:{controller_port}\n"
        f"advertised.listeners=INSIDE://127.0.0.1:{port},OUTSIDE://{outside.name}:{outside.port}\n"
        f"listener.name.inside.plain.sasl.jaas.config={login}\n"
        f"listener.name.controller.plain.sasl.jaas.config={login}\n"
        f"listener.name.outside.ssl.keystore.location={_escaped(certificates.keystore)}\n"
        f"listener.name.outside.ssl.keystore.password={certificates.password}\n"
        f"listener.name.outside.ssl.key.password={certificates.password}\n"
        f"super.users=User:{NAME}\n"
    )


def server_properties(data: Path, controller_port: int, listeners: str) -> str:
    """The text of `server.properties` for a node that keeps its logs in `data`; `listeners` from one of the above."""
    return f"{_ONE_NODE}{listeners}controller.quorum.voters=1@127.0.0.1:{controller_port}\nlog.dirs={_escaped(data)}\n"


def _escaped(path: Path) -> str:
    """The path in the form of a Java properties file: a backslash escapes, and the file is Latin-1."""
    text = str(path).replace("\\", "\\\\")
    return "".join(letter if letter.isascii() else _units(letter) for letter in text)


def _units(letter: str) -> str:
    raw = letter.encode("utf-16-be")
    return "".join(f"\\u{raw[at : at + 2].hex()}" for at in range(0, len(raw), 2))

"""The broker's settings: one node that is broker and controller, on 127.0.0.1 alone. Decides no topic's settings."""

from pathlib import Path

_ONE_NODE = """\
node.id=1
process.roles=broker,controller
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
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


def server_properties(data: Path, port: int, controller_port: int) -> str:
    """The text of `server.properties` for a node that keeps its logs in `data` and listens on these two ports."""
    return (
        f"{_ONE_NODE}"
        f"controller.quorum.voters=1@127.0.0.1:{controller_port}\n"
        f"listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}\n"
        f"advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n"
        f"log.dirs={_escaped(data)}\n"
    )


def _escaped(path: Path) -> str:
    """The path as a Java properties file wants it: in that form a backslash escapes, and the file is Latin-1."""
    text = str(path).replace("\\", "\\\\")
    return "".join(letter if letter.isascii() else _units(letter) for letter in text)


def _units(letter: str) -> str:
    raw = letter.encode("utf-16-be")
    return "".join(f"\\u{raw[at : at + 2].hex()}" for at in range(0, len(raw), 2))

"""Asking a broker as its administrator: one connection, closed again, and one error for all that can go wrong."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from streams.embedded.errors import EmbeddedKafkaError

_CONNECT_S = 5.0


@contextmanager
def administrator(address: str, login: Mapping[str, str] = MappingProxyType({})) -> Iterator[KafkaAdminClient]:
    """An administrator's connection to the cluster at `address`, `HOST:PORT` or several of them with commas between.

    `login`: the client library's own settings for a cluster with accounts or TLS.

    Raises `EmbeddedKafkaError` when no one answers there, and for every refusal of Kafka's inside the `with`.
    """
    if not any(_accepts(one.strip()) for one in address.split(",")):  # else the client would try for 30 s
        raise EmbeddedKafkaError(f"No Kafka answers at {address}. Start it, or name the address of one that runs.")
    try:
        admin = KafkaAdminClient(bootstrap_servers=address, **login)
        try:
            yield admin
        finally:
            admin.close()
    except KafkaError as error:
        raise EmbeddedKafkaError(f"The Kafka at {address} refused or fell silent: {error!r}.") from error


def _accepts(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _CONNECT_S):
            return True
    except ValueError as error:
        raise EmbeddedKafkaError(f"{address!r} is no address of a Kafka broker: write HOST:PORT.") from error
    except OSError:
        return False

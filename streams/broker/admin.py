"""An administrator's connection to a broker: opened, closed again, and one kind of error for everything that can go wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from streams.broker.client_errors import is_permanent, sentence
from streams.broker.errors import BrokerAwayError, BrokerRefusedError
from streams.broker.probe import require_broker
from streams.broker.security import PLAINTEXT, Security


@contextmanager
def administrator(address: str, security: Security = PLAINTEXT) -> Iterator[KafkaAdminClient]:
    """An administrator's connection to the cluster at `address`, `HOST:PORT` or several of them with commas between.

    Raises `EmbeddedKafkaError` when nothing answers there, and for every refusal of Kafka's inside the `with`;
    `BrokerRefusedError`, one of those, where waiting does not help, `BrokerAwayError` where it may.
    """
    # each error that the client logs it also raises; a log line for each attempt would repeat it many times
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    require_broker(address, security)  # else the client would try for 30 s
    try:
        admin = KafkaAdminClient(bootstrap_servers=address, **security.options())
        try:
            yield admin
        finally:
            admin.close()
    except KafkaError as error:
        kind = BrokerRefusedError if is_permanent(error) else BrokerAwayError
        raise kind(sentence(error, address, security)) from error

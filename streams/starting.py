"""The start of a worker: checks broker and ledger before it joins the others.

A fault that waiting cannot mend (a wrong password, an unknown host, a missing topic) ends the start with a sentence; a broker
that is away is waited for. A ledger that is away holds nothing up: the agent `record` waits for it.
"""

import logging
import threading

from alerts.errors import LedgerUnavailable, UnknownHostError
from streams.access import worker_grant
from streams.app import App
from streams.broker.errors import BrokerAwayError
from streams.broker.topics import require_partitions, require_topics
from streams.edge.outage import Outage
from streams.health import Lack
from streams.topic_plan import all_topics

_log = logging.getLogger(__name__)

_AGAIN_S = 2.0
"""Seconds between two attempts to reach a broker that is away."""


def see_to_ledger(app: App) -> None:
    """Check that the ledger can be used, if it answers. Raises the `LedgerError` that a person must repair."""
    try:
        app.ledger.check()
    except UnknownHostError:
        raise
    except LedgerUnavailable as away:
        _log.warning("the ledger is away; judging begins, and standing sets wait in Kafka: %s", away)


def wait_for_broker(app: App) -> None:
    """Return when the broker answers, with all topics as they should be.

    Raises an `EmbeddedKafkaError` or a `TopicMismatchError` that a person must repair.
    """
    outage, pause = Outage(_log, "the broker is away; this worker waits for it"), threading.Event()
    while True:
        app.condition.tick()
        try:
            _require_topics(app)
        except BrokerAwayError as away:
            app.condition.lacks(Lack.BROKER, str(away))
            outage.goes_on(str(away))
            pause.wait(_AGAIN_S)
        else:
            outage.ended()
            return


def _require_topics(app: App) -> None:
    settings, wanted = app.settings, all_topics(app.law, app.settings)
    rights = worker_grant(app.law, settings).rights
    require_topics(settings.broker, [topic.name for topic in wanted], settings.security, rights)
    require_partitions(settings.broker, wanted, settings.security)

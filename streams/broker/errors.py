"""What can go wrong with the embedded broker and its topics, in words for the person at the terminal."""


class EmbeddedKafkaError(Exception):
    """The embedded broker cannot be had or does not run. The message says what was tried and what to do."""


class TopicMismatchError(Exception):
    """A topic exists, but not as it is needed. The message names the topic, what it has and what is needed."""


class FolderInUseError(EmbeddedKafkaError):
    """Another process has the folder. The message names both."""


class AddressRefusedError(EmbeddedKafkaError):
    """No server can listen at an address that was asked for. The message names host and port, and why."""


class BrokerRefusedError(EmbeddedKafkaError):
    """A broker answers, but not to this client as it is set up: waiting does not help. The message says what to change."""


class BrokerAwayError(EmbeddedKafkaError):
    """No broker answers: it is away, or not started yet. Waiting may help."""

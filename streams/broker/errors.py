"""Errors of a broker and its topics, with messages for the person at the terminal."""


class EmbeddedKafkaError(Exception):
    """A broker cannot be used, or the embedded one does not run. The message names what was tried and what to do."""


class TopicMismatchError(Exception):
    """A topic exists, but not as it is needed. The message names the topic, its number of partitions and the one needed."""


class FolderInUseError(EmbeddedKafkaError):
    """Another process has the folder. The message names both."""


class AddressRefusedError(EmbeddedKafkaError):
    """No server can listen at the address wanted. The message names host, port and reason."""


class BrokerRefusedError(EmbeddedKafkaError):
    """A broker refuses this client as it is set up: waiting does not help. The message names the setting to change."""


class BrokerAwayError(EmbeddedKafkaError):
    """No broker answers: it is away, or not started yet. Waiting may help."""

"""Access to a Kafka cluster: settings, login and TLS, topics and rights, and plain sentences where it refuses a client."""

__all__: list[str] = []

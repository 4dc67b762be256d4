"""The way to a Kafka cluster: who one is there, how the cluster is known, and plain sentences where it does not let one in."""

__all__: list[str] = []

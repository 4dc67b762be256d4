"""Apache Kafka on this machine, without Docker and without an installed Java: for the demo, tests and small sites."""

__all__: list[str] = []

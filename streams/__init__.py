"""What is worked out: from events to facts, from facts to findings, and the processes that do it live."""

__all__: list[str] = []

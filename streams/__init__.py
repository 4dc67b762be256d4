"""The stream: from events to facts, from facts to findings, and the processes and commands that do it."""

__all__: list[str] = []

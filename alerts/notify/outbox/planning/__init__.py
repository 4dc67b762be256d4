"""Planning: from the log, watches and shifts to messages that wait. Each step is one transaction under the lock of the cursor."""

__all__: list[str] = []

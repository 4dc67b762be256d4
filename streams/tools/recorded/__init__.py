"""Recorded events read from files: NDJSON, JSON arrays and weather messages, plain or gzip, in constant memory."""

__all__: list[str] = []

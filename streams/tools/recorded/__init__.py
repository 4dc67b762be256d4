"""Recorded events: read from files, replayed through the same core as live ones, and inspected before a feed is connected."""

__all__: list[str] = []

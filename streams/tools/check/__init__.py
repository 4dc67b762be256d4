"""The check of a platform's own recorded events before it connects a feed: counts, faults, and warnings about data quality."""

__all__: list[str] = []

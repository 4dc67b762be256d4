"""Clause 5: hourly earnings against the minimum wage."""

__all__: list[str] = []

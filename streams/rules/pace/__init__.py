"""Clause 8: order pacing and dispatch while a weather warning is in force."""

__all__: list[str] = []

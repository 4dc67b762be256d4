"""Clause 6: breaks after four hours of work."""

__all__: list[str] = []

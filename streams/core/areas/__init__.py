"""Platforms' areas: the cells and weather of a partition, and when the rules about areas are evaluated."""

__all__: list[str] = []

"""Installed by an operator beside the program; nothing here is imported by it."""

__all__: list[str] = []

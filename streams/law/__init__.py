"""The law as data: dated values with their sources, and the places where they hold."""

__all__: list[str] = []

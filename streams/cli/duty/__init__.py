"""The commands of the duty desk: who is told of leads, and by which way."""

__all__: list[str] = []

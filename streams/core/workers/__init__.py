"""Workers: the facts of a partition, and when the rules about workers are evaluated."""

__all__: list[str] = []

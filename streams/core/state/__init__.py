"""State: the workers of a partition by bucket, and the units in which it is stored."""

__all__: list[str] = []

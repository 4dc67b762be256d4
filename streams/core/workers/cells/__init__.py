"""The sums that the workers of a partition add to cells: swept, and published as records."""

__all__: list[str] = []

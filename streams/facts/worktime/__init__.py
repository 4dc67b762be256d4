"""Working time: coverage, stretches and places of a worker, as the rules read them."""

__all__: list[str] = []

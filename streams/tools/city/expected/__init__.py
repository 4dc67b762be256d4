"""The findings that are expected of the simulated city, worked out from its plans alone."""

__all__: list[str] = []

"""The findings that must be found in the simulated city, worked out from its plans alone."""

__all__: list[str] = []

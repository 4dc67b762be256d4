"""The city's districts and the platforms that work in it."""

__all__: list[str] = []

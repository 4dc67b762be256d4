"""Working time, computed a second time with pandas."""

__all__: list[str] = []

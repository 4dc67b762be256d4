"""The storm of the simulated city: its warnings, and what platforms declare about it."""

__all__: list[str] = []

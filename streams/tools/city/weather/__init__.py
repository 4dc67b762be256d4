"""The storm of the simulated city: its warnings, the conduct of platforms in it, and their declarations."""

__all__: list[str] = []

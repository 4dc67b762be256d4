"""The shifts of the simulated city: who works when, and the orders of each session."""

__all__: list[str] = []

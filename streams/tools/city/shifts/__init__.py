"""The shifts of the simulated city: their plans, their sorts, their sessions and orders, and the events of a day."""

__all__: list[str] = []

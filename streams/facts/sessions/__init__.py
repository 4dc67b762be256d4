"""Sessions as facts: their points and pulses, their time, and their cut at the horizon."""

__all__: list[str] = []

"""Simulated platforms: a city of workers, seeded, with breaches that are known beforehand. For demo, tests, benchmark."""

__all__: list[str] = []

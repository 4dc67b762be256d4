"""Simulated platforms: a seeded city of workers whose breaches are known beforehand. For demo, tests and benchmark."""

__all__: list[str] = []

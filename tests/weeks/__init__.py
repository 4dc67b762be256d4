"""Weeks of a simulated city, judged as live under kills and by a replay without horizon, and compared."""

__all__: list[str] = []

"""Replay: recorded events and weather judged by the same code as live ones, to the findings at one instant."""

__all__: list[str] = []

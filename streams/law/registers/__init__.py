"""Registers: the places where the law holds, the platforms with their budgets and settlement periods, and the holidays."""

__all__: list[str] = []

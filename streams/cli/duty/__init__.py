"""Commands of the duty desk: the console, and the accounts of those who sign in to it."""

__all__: list[str] = []

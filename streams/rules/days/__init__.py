"""The rules about a worker's legal days: hours of a day, and days in a row."""

__all__: list[str] = []

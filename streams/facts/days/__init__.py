"""The rows of legal days as they are kept: one a platform and day, fixed once the events of the day are cut."""

__all__: list[str] = []

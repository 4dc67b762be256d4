"""The legal days of a worker as facts: a row a platform and day, made of the events as long as they are kept, then fixed."""

__all__: list[str] = []

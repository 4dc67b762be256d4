"""The pages by their paths, each a few lines: check the right, read, show."""

__all__: list[str] = []

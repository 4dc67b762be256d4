"""The rules about workers, computed a second time."""

__all__: list[str] = []

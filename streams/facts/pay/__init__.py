"""Pay entries as facts, and the legal days that they belong to."""

__all__: list[str] = []

"""Facts, the coverage that follows from them, and the stretches that it forms. Pure; decides nothing about the law."""

__all__: list[str] = []

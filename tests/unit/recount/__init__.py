"""The recount on small frames."""

__all__: list[str] = []

"""Legal days and statutory holidays."""

__all__: list[str] = []

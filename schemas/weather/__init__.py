"""Weather messages: the reader of CAP 1.2 and of its national form, and the warnings read."""

__all__: list[str] = []

"""From records to rows: feeds and weather messages, whose turn it is, and what becomes of the rows."""

__all__: list[str] = []

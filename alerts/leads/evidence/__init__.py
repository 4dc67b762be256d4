"""The evidence of two findings compared: which pieces are new, gone or different, and what of each was and is."""

__all__: list[str] = []

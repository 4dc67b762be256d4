"""The duty desk on the command line: whom a lead would reach, and the rota behind it."""

__all__: list[str] = []

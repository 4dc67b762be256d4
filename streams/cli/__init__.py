"""The command line: one module a command, each a thin door to the code that does the work."""

__all__: list[str] = []

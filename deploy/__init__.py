"""What an operator installs beside the program; nothing here is imported by it."""

__all__: list[str] = []

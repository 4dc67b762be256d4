"""The contract: the form of everything that platforms and the weather office send, and of everything that is published."""

__all__: list[str] = []

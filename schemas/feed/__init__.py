"""The feed: its events, and the reader that checks them, makes rows of the good ones and faults of the bad ones."""

__all__: list[str] = []

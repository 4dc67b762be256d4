"""The feed: its events, and the reader that checks them, gives rows and refuses what is none."""

__all__: list[str] = []

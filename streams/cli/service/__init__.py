"""Commands that run or prepare an installation: workers, topics, accounts, quarantine."""

__all__: list[str] = []

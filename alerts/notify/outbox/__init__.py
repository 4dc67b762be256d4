"""The outbox in SQL: the log becomes messages, messages are leased, looked at again, and their attempts recorded."""

__all__: list[str] = []

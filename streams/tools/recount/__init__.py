"""The recount: the worker rules computed a second time from recorded events, with pandas and on a path of its own."""

__all__: list[str] = []

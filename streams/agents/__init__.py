"""The Faust agents: receive, call the core once, write, send."""

__all__: list[str] = []

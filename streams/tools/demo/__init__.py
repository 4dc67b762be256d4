"""The demonstration: a simulated city under watch on this machine, its picture while it runs, and its tally at the end."""

__all__: list[str] = []

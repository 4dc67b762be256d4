"""The demonstration: a simulated city under watch on this machine, what it shows while it runs, and what it found."""

__all__: list[str] = []

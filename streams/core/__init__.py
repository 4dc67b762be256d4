"""The core: facts kept of workers and areas, when the rules are evaluated, and what is published. Pure."""

__all__: list[str] = []

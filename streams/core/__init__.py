"""The judge: what it keeps of each worker, when it asks the rules, and what it says. Pure."""

__all__: list[str] = []

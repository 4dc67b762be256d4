"""People who worked in the weeks before the city begins: days that can be judged when it does, at the cost of a few shifts."""

__all__: list[str] = []

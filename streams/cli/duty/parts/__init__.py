"""The parts that notify and the console are composed of: the duty folder read live, names, links that sign."""

__all__: list[str] = []

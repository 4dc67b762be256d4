"""Working time: intervals, coverage, stretches, places and legal days, without a fact."""

__all__: list[str] = []

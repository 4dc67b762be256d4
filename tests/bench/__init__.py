"""The benchmark: `python -m tests.bench`. One seeded workload on the embedded broker, and a figure for each promise."""

__all__: list[str] = []

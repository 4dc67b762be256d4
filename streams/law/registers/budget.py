"""The budget of a platform: how much of it is kept, of each worker and in all. Events beyond it are refused as `over_budget`.

It bounds what a mistake or a flood of one platform costs the others; an innocent worker or platform never reaches it.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that is kept of a platform at a time, over all of its workers in the city unless marked as of a worker.

    `statements` of a worker: an order every five minutes for 48 hours without sleep, with ten statements each (acceptance,
    pick-up, end, changed promises, pay), makes 5,760; a person has some 400.
    `worker_bytes` of a worker: those 576 orders with ids of the longest form (128 letters) take some 0.7 MB; a person's two
    days take 2 kB.
    `new_workers`: ids without any facts, on a legal day. A city of six million has about 100,000 riders and drivers; all
    of them on one platform, twice over, the day after everything was forgotten.
    `declared`: measures declared against bad weather. Three kinds in thirteen areas, anew on each of 36 days, are 1,404.
    `bytes`: two days of 200,000 workers at four times the usual 2 kB are 1.6 GB.
    """

    statements: int = 10_000
    worker_bytes: int = 1_048_576
    new_workers: int = 200_000
    bytes: int = 2_000_000_000
    declared: int = 5_000


BUDGETS = tuple(field.name for field in fields(Budget))
"""The names of what a budget limits, as they stand in the platforms file, in metrics and in refusals."""

USUAL = Budget()
"""The budget of a platform whose entry has none."""

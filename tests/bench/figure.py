"""A figure of the benchmark: what was measured, and what it should reach."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` None: nothing was promised. `most`: the goal is the largest good value, not the smallest."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    most: bool = False
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """True if the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.most else self.value >= self.goal

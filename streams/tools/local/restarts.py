"""The pauses before a process that ended by itself is started again: short at first, then longer. Knows no process or clock."""

FIRST_S = 1.0
"""The pause after the first end: nothing is judged meanwhile."""

MOST_S = 60.0
"""The pause after many ends in a row: a process that ends at its start needs a person, who will read its log."""

GOOD_S = 600.0
"""The length of a run after which an end counts as the first again."""


class Restarts:
    """The pauses of one process: 1, 2, 4 … 60 s after ends in a row. Mutable. Instants are seconds of one clock."""

    def __init__(self, started_at: float) -> None:
        self._started_at = started_at
        self._pause_s = 0.0
        self._due_at: float | None = None

    @property
    def waits(self) -> bool:
        """True from an end to the next start."""
        return self._due_at is not None

    def ended(self, now: float) -> float:
        """Register an end, or a start that failed; returns the pause that begins (s)."""
        lasted = 0.0 if self.waits else now - self._started_at
        self._pause_s = FIRST_S if lasted >= GOOD_S or not self._pause_s else min(MOST_S, 2 * self._pause_s)
        self._due_at = now + self._pause_s
        return self._pause_s

    def due(self, now: float) -> bool:
        """True when the pause is over."""
        return self._due_at is not None and now >= self._due_at

    def started(self, now: float) -> None:
        """Register a start."""
        self._started_at = now
        self._due_at = None

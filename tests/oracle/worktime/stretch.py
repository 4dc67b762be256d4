"""From parts of coverage to stretches, and what a stretch measures."""

from dataclasses import dataclass

from tests.oracle.law import RestLaw


@dataclass(frozen=True)
class Stretch:
    """Parts of coverage, none of which is a qualifying break away from the next."""

    parts: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.parts[0][0]

    @property
    def end(self) -> int:
        return self.parts[-1][1]

    def holds(self, other: "Stretch") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Stretch") -> bool:
        return self.start < other.end and other.start < self.end

    def measured(self, law: RestLaw) -> int:
        if law.measure == "elapsed":
            return self.end - self.start
        return sum(end - start for start, end in self.parts)

    def due_at(self, law: RestLaw) -> int | None:
        """The instant at which the measure reaches the limit, or None where it does not."""
        if self.measured(law) < law.limit:
            return None
        if law.measure == "elapsed":
            return self.start + law.limit
        left = law.limit
        for start, end in self.parts:
            if end - start >= left:
                return start + left
            left -= end - start
        return None


def stretches(parts: list[tuple[int, int]], law: RestLaw) -> list[Stretch]:
    """Group the parts. A gap that begins before the law was in force has no qualifying break: it always separates."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in parts:
        if groups:
            gap_begins = groups[-1][-1][1]
            if start - gap_begins < law.rest and law.in_force(gap_begins):
                groups[-1].append((start, end))
                continue
        groups.append([(start, end)])
    return [Stretch(tuple(group)) for group in groups]

"""Topics that a test asks for."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wanted:
    name: str
    partitions: int = 1
    config: dict[str, str] = field(default_factory=dict)

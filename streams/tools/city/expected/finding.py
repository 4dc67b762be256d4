"""A finding that must be found in the simulated city, and from which instant on."""

import json
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that must be found. Instants in ms; `[starts_at, ends_at)`; `ends_at` is None while it runs.

    It is true from `true_from` on, and ended from `ended_from` on; both instants included.
    """

    rule: str
    kind: str
    scope: str
    subject: str
    platforms: tuple[str, ...]
    starts_at: int
    ends_at: int | None
    true_from: int
    ended_from: int

    def at(self, now: int) -> "ExpectedFinding | None":
        """This finding as it stands at `now`; None while it is not true yet."""
        if now < self.true_from:
            return None
        return self if now >= self.ended_from else replace(self, ends_at=None)

    def derived(self, rule: str, starts_at: int, true_from: int) -> "ExpectedFinding":
        """The finding of another rule that follows from this one, with the same end."""
        return replace(self, rule=rule, starts_at=starts_at, true_from=true_from)

    def json(self) -> bytes:
        """One line of `planted.jsonl`: the fields to compare, without the instants from which on it is true."""
        keys = ("rule", "kind", "scope", "subject", "platforms", "starts_at", "ends_at")
        return json.dumps({key: getattr(self, key) for key in keys}).encode()

"""A small duty desk for tests: one department, people on duty with channels, policies by severity, as data."""

from dataclasses import dataclass, field, replace

from alerts.notify.ports import LeadQuestion
from alerts.words import Bilingual, Names
from schemas.instants import Ms

DAY = 86_400_000
LOCAL_MS = 8 * 3_600_000
MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    id: str
    channels: tuple[str, ...]
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Step:
    after_ms: int
    role: str
    people: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Way:
    department: str
    steps: tuple[Step, ...]
    because: tuple[Bilingual, ...] = (Bilingual("第6条", "clause 6"),)
    covered: bool = True
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    kind: str
    address: str
    secret: str | None = None
    group: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Quiet hours `[from, until)` as ms after local midnight."""

    at_once: bool
    quiet_from: int = 22 * 3_600_000 + 30 * MINUTE
    quiet_until: int = 7 * 3_600_000 + 30 * MINUTE
    group_ms: int = 60_000
    again_ms: int = 900_000
    digest_over: int = 30

    def held_until(self, at: Ms) -> Ms:
        if self.at_once or self.quiet_from == self.quiet_until:
            return at
        into = (at + LOCAL_MS) % DAY
        since = (into - self.quiet_from) % DAY
        length = (self.quiet_until - self.quiet_from) % DAY
        return at if since >= length else at - since + length


WANG = Told("wang", ("phone",))
LI = Told("li", ("gateway",))
STEPS = (Step(0, "on_duty", (WANG,)), Step(15 * MINUTE, "second", (LI,)))


@dataclass(frozen=True, slots=True)
class Desk:
    """A `Router`."""

    steps: tuple[Step, ...] = STEPS
    entries: dict[str, Entry] = field(default_factory=dict)
    grave: Times = Times(at_once=True)
    other: Times = Times(at_once=False)

    def route(self, question: LeadQuestion) -> Way:
        return Way("rs", self.steps, digest=question.mode == "observe")

    def channel(self, id: str) -> Entry:  # noqa: A002  the shape's own name
        return self.entries.get(id) or Entry(id, "webhook", "http://127.0.0.1:9/")

    def policy(self, severity: str | None) -> Times:
        return self.grave if severity == "grave" else self.other

    def with_entries(self, *entries: Entry) -> "Desk":
        return replace(self, entries={one.id: one for one in entries})


NAMES = Names(areas={"360104": Bilingual("青云谱区", "Qingyunpu")}, platforms={"hema": Bilingual("河马外卖", "Hema")})

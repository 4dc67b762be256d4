"""The answers of routing: who is told about a lead, after how long, and why; and the policy of a severity."""

from dataclasses import dataclass
from typing import Literal

from schemas.bilingual import Bilingual
from schemas.instants import Ms
from schemas.legal_days import DAY_MS, day_start, legal_day

StepRole = Literal["on_duty", "second", "head", "gateway", "fallback"]
ChannelKind = Literal["wecom", "dingtalk", "feishu", "smtp", "webhook"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Question:
    """A lead as far as routing needs it: its rule, sector, area, mode and severity as the finding has them, and the instant."""

    rule: str
    sector: str | None
    area: str | None
    mode: str | None
    severity: str | None
    at: Ms


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be told. `id` is the account of the console and the actor in the ledger. No areas: all areas.

    `login`: the account of the machine, empty where there is none.
    """

    id: str
    zh: str
    en: str
    language: Language
    department: str
    areas: tuple[str, ...]
    channels: tuple[str, ...]
    login: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people. `secret` names a file or an environment variable; `group`: a robot that writes into a group chat."""

    id: str
    kind: ChannelKind
    address: str
    secret: str
    group: bool


@dataclass(frozen=True, slots=True)
class RouteStep:
    """The people who are told when a lead has been unsigned for `after_ms`.

    In the step `gateway` each person has the department's gateway as the only channel.
    """

    after_ms: int
    role: StepRole
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The department that is told about a lead, the steps, ascending by time, and the rows of the files that led there.

    `covered`: somebody on duty is told; false where the fallback is. `digest`: no message of its own, but a line in the analysts'
    digest.
    """

    department: str
    steps: tuple[RouteStep, ...]
    because: tuple[Bilingual, ...]
    covered: bool
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """The length of time unsigned after which a lead goes on to the people of a role."""

    role: StepRole
    after_ms: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The hours and lengths of one severity: a choice of the regulator. Times of the day are ms after midnight in Shanghai.

    `at_once`: no quiet hours. `group_ms`: so long the first message waits for its group; `again_ms`: the least time to the
    next of the group; `digest_over`: more leads than that become one digest.
    """

    severity: str
    at_once: bool
    quiet_from: int
    quiet_until: int
    group_ms: int
    again_ms: int
    digest_over: int
    escalate: tuple[Escalation, ...]
    source: str
    status: str

    def quiet_ended_at(self, now: Ms) -> Ms | None:
        """The latest end of quiet hours up to `now`; None where there are none."""
        if self.at_once or self.quiet_from == self.quiet_until:
            return None
        today = day_start(legal_day(now)) + self.quiet_until
        return today if today <= now else today - DAY_MS

    def held_until(self, at: Ms) -> Ms:
        """The instant at which a message may be sent: `at` itself, or the end of the quiet hours that `at` lies in.

        The quiet hours are `[quiet_from, quiet_until)`, over midnight where they begin later than they end.
        """
        if self.at_once or self.quiet_from == self.quiet_until:
            return at
        into = at - day_start(legal_day(at))
        length = (self.quiet_until - self.quiet_from) % DAY_MS
        since = (into - self.quiet_from) % DAY_MS
        return at if since >= length else at - since + length

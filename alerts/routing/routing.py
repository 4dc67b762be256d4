"""Routing: from a lead to the people who are told, by the files of the duty desk. Reads no file and no clock itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from alerts.routing.competence import Competence, Competences
from alerts.routing.reading import EVERY_POLICY, DutyFiles, Places, read_files
from alerts.routing.rota import DutyGap, DutyTurn, Rota
from alerts.routing.shape import ChannelShape, ForceShape, Named, PersonShape, PolicyShape, TermShape, WordsShape
from alerts.routing.terms import Force, HandlingTerm
from alerts.routing.told import Channel, Escalation, Person, Policy, Question, Route, RouteStep, StepRole
from alerts.words import SEVERITIES
from schemas.bilingual import Bilingual
from schemas.instants import Ms

NO_PLACES: Final[Places] = MappingProxyType({})

ANALYSTS: Final = "analysts"
"""The department of a route that is no message, but a line in the analysts' digest."""

UNCOVERED: Final = "fallback"
"""The department of a route of which no file knows a competent body."""

_STAND_INS: Final[tuple[StepRole, ...]] = ("on_duty", "second", "head", "gateway", "fallback")

_NOT_TOLD: Final = frozenset({"observe", "off"})


@dataclass(frozen=True, slots=True)
class Routing:
    """The files of the duty desk as read, with the answers that they give."""

    files: DutyFiles
    people: Mapping[str, Person]
    channels: Mapping[str, Channel]
    policies: Mapping[str, Policy]
    rota: Rota
    competences: Competences
    terms: Mapping[str, HandlingTerm]
    forces: Mapping[str, Force]

    @classmethod
    def read(cls, texts: Mapping[str, str], places: Places = NO_PLACES) -> "Routing":
        """Read YAML texts by file name, later ones laid over earlier by id; `RoutingError` with every fault of them.

        `places`: by area or zone of the law the counties that it lies in; without them areas are not looked up.
        """
        files = read_files(texts, places)
        people = {row.id: _person(row.id, row.shape) for row in files.rows("people").values()}
        rota = Rota.of(files, people)
        return cls(
            files=files,
            people=people,
            channels={row.id: _channel(row.id, row.shape) for row in files.rows("channels").values()},
            policies={row.id: _policy(row.id, row.shape) for row in files.rows("policies").values()},
            rota=rota,
            competences=Competences(files, places, frozenset(rota.shifts)),
            terms={row.id: _term(row.id, row.shape) for row in files.rows("terms").values()},
            forces={row.id: _force(row.shape) for row in files.rows("forces").values()},
        )

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of the duty folder."""
        return tuple(self.files.rows("departments"))

    def name(self, department: str) -> Bilingual:
        """The name of a department, or of a body that has none here; the id where neither is known."""
        row = self.files.rows("departments").get(department) or self.files.rows("bodies").get(department)
        return Bilingual(department, department) if row is None else Bilingual(row.shape.zh, row.shape.en)

    def route(self, question: Question) -> Route:
        """The people who are told about a lead, in which order, and why."""
        if question.mode in _NOT_TOLD:
            return self._digest(question.mode or "")
        found = self.competences.of(question.rule, question.sector, question.area)
        policy = self.policy(question.severity)
        if found.department is None:
            reason = Bilingual(
                "无主管部门在此值班：告知兜底人员", "no competent department has a rota here: the fallback is told"
            )
            steps = self._steps([("fallback", 0, self.fallback)])
            return Route(found.body or UNCOVERED, steps, (*found.because, reason), covered=False)
        return self._of_department(found, found.department, question, policy)

    def stand_ins(self, question: Question) -> tuple[RouteStep, ...]:
        """The people who are told where nobody of a route is reached: on duty now, the second, heads, gateway, fallback.

        In this order, whatever the severity; `after_ms` is the place in it.
        """
        found = self.competences.of(question.rule, question.sector, question.area)
        if found.department is None:
            return self._steps([("fallback", 0, self.fallback)])
        kept = self.rota.kept(found.department, question.at)
        second = self._for_area([people[1] for _, people in kept if len(people) > 1], question.area)
        wanted = []
        for place, role in enumerate(_STAND_INS):
            people = self._escalated(found.department, Escalation(role, place), second, question.at)
            wanted.append((role, place, people))
        return self._steps(wanted)

    def channel(self, channel: str) -> Channel:
        """The channel of an id; `KeyError` where there is none, which `read` leaves no entry to name."""
        return self.channels[channel]

    def policy(self, severity: str | None) -> Policy:
        """The policy of a severity; for a null or unknown one, the policy of leads without severity."""
        return self.policies.get(severity or EVERY_POLICY) or self.policies[EVERY_POLICY]

    def term(self, severity: str | None) -> HandlingTerm | None:
        """The term of handling of a severity; where it has no own, that of leads without severity; None where no file has one."""
        return self.terms.get(severity or EVERY_POLICY) or self.terms.get(EVERY_POLICY)

    def force(self, rule: str) -> Force | None:
        """The force of the clause behind a rule; None where no file has one."""
        return self.forces.get(rule)

    def on_duty(self, department: str, at: Ms) -> tuple[Person, ...]:
        """The people on duty of a department at an instant."""
        return self.rota.on_duty(department, at)

    def next_change(self, department: str, at: Ms) -> tuple[Ms, tuple[Person, ...]] | None:
        """The next instant at which others are on duty, and who they are; None where none comes within two months."""
        return self.rota.next_change(department, at)

    def gaps(self, department: str, start: Ms, end: Ms) -> tuple[DutyGap, ...]:
        """The intervals of `[start, end)` in which nobody of a department is on duty."""
        return self.rota.gaps(department, start, end)

    def turns(self, department: str, start: Ms, end: Ms) -> tuple[DutyTurn, ...]:
        """The turns of `[start, end)`, gaps included."""
        return self.rota.turns(department, start, end)

    @property
    def fallback(self) -> tuple[Person, ...]:
        """The people who are told where nobody else is."""
        return self._desk("fallback")

    @property
    def analysts(self) -> tuple[Person, ...]:
        """The people who read the digest of what is only observed."""
        return self._desk("analysts")

    @property
    def acting_for_others(self) -> frozenset[str]:
        """The ids of those who may enter steps of others on the command line."""
        return frozenset(person.id for person in self._desk("act_for"))

    def _desk(self, key: str) -> tuple[Person, ...]:
        names = [] if self.files.desk is None else getattr(self.files.desk.shape, key)
        return tuple(self.people[name] for name in names)

    def _digest(self, mode: str) -> Route:
        because = Bilingual(
            f"方式 {mode}：不发消息，列入分析员摘要", f"mode {mode}: no message, a line in the analysts' digest"
        )
        steps = self._steps([("on_duty", 0, self.analysts)])
        return Route(ANALYSTS, steps, (because,), covered=bool(self.analysts), digest=True)

    def _of_department(self, found: Competence, department: str, question: Question, policy: Policy) -> Route:
        kept = self.rota.kept(department, question.at)
        on_duty = self._for_area([people[0] for _, people in kept if people], question.area)
        second = self._for_area([people[1] for _, people in kept if len(people) > 1], question.area)
        first: tuple[StepRole, int, tuple[Person, ...]] = ("on_duty", 0, on_duty)
        because = [*found.because]
        if on_duty:
            rows = ", ".join(shift.row for shift, _ in kept)
            because.append(Bilingual(f"当班班次（{rows}）", f"the shift that is kept ({rows})"))
        else:
            gap = self.rota.why_nobody(department, question.at)
            because.append(
                Bilingual(f"无人值班：{gap.zh}；告知兜底人员", f"nobody is on duty: {gap.en}; the fallback is told")
            )
            first = ("fallback", 0, self.fallback)
        later = [
            (each.role, each.after_ms, self._escalated(department, each, second, question.at))
            for each in policy.escalate
        ]
        because.append(self._by_policy(policy))
        return Route(department, self._steps([first, *later]), tuple(because), covered=bool(on_duty))

    def _for_area(self, people: Iterable[Person], area: str | None) -> tuple[Person, ...]:
        """The people whose areas hold an area, each once; all where nobody's do."""
        several = tuple(dict.fromkeys(people))
        return tuple(each for each in several if self.competences.within(area, each.areas) is not None) or several

    def _escalated(self, department: str, step: Escalation, second: tuple[Person, ...], at: Ms) -> tuple[Person, ...]:
        shape = self.files.rows("departments")[department].shape
        heads = tuple(self.people[head] for head in shape.heads)
        present = tuple(head for head in heads if not self.rota.is_away(head.id, at)) or heads
        match step.role:
            case "second":
                return second
            case "head":
                return present
            case "gateway":
                return (
                    () if shape.gateway is None else tuple(replace(each, channels=(shape.gateway,)) for each in present)
                )
            case "fallback":
                return self.fallback
            case "on_duty":
                return self.rota.on_duty(department, at)

    def _steps(self, wanted: Iterable[tuple[StepRole, int, tuple[Person, ...]]]) -> tuple[RouteStep, ...]:
        """The steps in order of time, without those of nobody, each of people who are in no earlier step by the same channels."""
        told: set[Person] = set()
        steps: list[RouteStep] = []
        for role, after_ms, people in sorted(wanted, key=lambda step: step[1]):
            new = tuple(person for person in dict.fromkeys(people) if person not in told)
            told.update(new)
            if new:
                steps.append(RouteStep(after_ms, role, new))
        return tuple(steps)

    def _by_policy(self, policy: Policy) -> Bilingual:
        row = self.files.rows("policies")[policy.severity].row
        zh = SEVERITIES.get(policy.severity, "无等级")
        return Bilingual(
            f"时限按“{zh}”（{row}，{policy.status}）", f"times of {policy.severity} ({row}, {policy.status})"
        )


def _person(person_id: str, shape: PersonShape) -> Person:
    return Person(
        id=person_id,
        zh=shape.zh,
        en=shape.en,
        language=shape.language,
        department=shape.department,
        areas=tuple(shape.areas),
        channels=tuple(shape.channels),
        login=shape.login or "",
    )


def _channel(channel_id: str, shape: ChannelShape) -> Channel:
    return Channel(channel_id, shape.kind, shape.address, shape.secret, shape.group)


def _policy(severity: str, shape: PolicyShape) -> Policy:
    return Policy(
        severity=severity,
        at_once=shape.at_once,
        quiet_from=shape.quiet_from,
        quiet_until=shape.quiet_until,
        group_ms=shape.group,
        again_ms=shape.again,
        digest_over=shape.digest_over,
        escalate=tuple(Escalation(each.to, each.after) for each in shape.escalate),
        source=shape.source,
        status=shape.status,
    )


def _term(severity: str, shape: TermShape) -> HandlingTerm:
    return HandlingTerm(severity, shape.days, shape.until, shape.remind)


def _force(shape: ForceShape) -> Force:
    return Force(_both(shape.basis), _both(shape.short), _both(shape.words))


def _both(shape: Named | WordsShape) -> Bilingual:
    return Bilingual(shape.zh, shape.en)

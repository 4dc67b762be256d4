"""A finding, with all that is needed to derive it again by hand, and the standing set of a subject.

Every interval is half-open, `[start, end)`. *Low* is the reading in which unknown time is rest, *high* the one in which
it is work; the names are those of the reading, not of the smaller number.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, model_validator

from schemas.findings.area_evidence import AreaEvidence
from schemas.findings.figures import PaceFigures, PayFigures, RedTime
from schemas.findings.frozen import Frozen, is_none
from schemas.findings.rest_figures import DispatchFigures, RestFigures
from schemas.findings.span import Span
from schemas.findings.stated import DayStated, EntryStated
from schemas.findings.under_red import UnderRed
from schemas.instants import Instant, rfc3339


class Kind(StrEnum):
    """The answer: a breach in both readings, a warning ahead of one, or a case that the data cannot decide.

    An indication is an act that the regulator watches though no clause forbids it; it is no breach.
    """

    BREACH = "breach"
    WARNING = "warning"
    INDICATION = "indication"
    UNDECIDABLE = "undecidable"


class Scope(StrEnum):
    """The data that show it: one platform's own, or only those of all platforms together."""

    PLATFORM = "platform"
    CROSS_PLATFORM = "cross_platform"


class Severity(StrEnum):
    """The band of a breach; the bands stand in the law file of the rule."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class Evidence(Frozen):
    """A session, order or pay entry that the finding rests on, by the platform's own id, with its spans in the interval.

    Of rules about days also a legal day, whose `id` is its date; its `platform` is `several` for all platforms together.
    `amount_fen`: of an entry, what of its amount belongs to the interval; negative where it was deducted. `entry`: what was
    stated about an entry; absent of sessions and orders. `day`: the sums of a legal day; absent of all else. Several lines of one
    id are statements that contradict one another, or an accrued entry and a deducted one.
    """

    platform: str
    what: str = Field(pattern="^(session|order|entry|day)$")
    id: str
    spans: tuple[Span, ...]
    amount_fen: int | None = None
    entry: EntryStated | None = Field(default=None, exclude_if=is_none)
    day: DayStated | None = Field(default=None, exclude_if=is_none)


class EvidenceRest(Frozen):
    """The evidence that a finding does not list: how many lines more, and the SHA-256 over them (`evidence_lines`)."""

    lines: int
    sha256: str


LawStatus = Literal["official", "copy", "policy", "unread"]
"""The standing of a law value: read in the official text, or in a copy of it; chosen by the regulator; or read in no text."""

UNREAD_BEFORE = "pay_below_minimum.hourly_minimum"
"""The one parameter whose values were in part read in no text when findings had the field `verified`; all others were chosen."""


class LawUsed(Frozen):
    """A law parameter in the value that was used, with where it is written and its status.

    `replaces`: of a value that the regulator laid over the packaged law, the packaged value in its place; else absent.
    A finding that was stored with `verified` in its place is read: true is `copy`; false is `policy`, of a wage `unread`.
    """

    parameter: str
    value: str
    unit: str
    in_force_from: str
    source: str
    status: LawStatus
    replaces: str | None = Field(default=None, exclude_if=is_none)

    @model_validator(mode="before")
    @classmethod
    def _stored_before(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "verified" not in given:
            return given
        rest = {key: value for key, value in given.items() if key != "verified"}
        unread = "unread" if rest.get("parameter") == UNREAD_BEFORE else "policy"
        return {"status": "copy" if given["verified"] else unread, **rest}


class SecondOpinion(Frozen):
    """The result on the other basis for the same stretch or day: its low measure, and the kind it would have been, if any."""

    measured: int
    kind: Kind | None


class Summary(Frozen):
    """One plain sentence, in Chinese and in English."""

    zh: str
    en: str


def _is_empty(value: object) -> bool:
    return not value


class LateEvidence(Frozen):
    """A session, order or pay entry of which a statement arrived more than an hour after the instant that it is about.

    `last`: when the last such statement arrived. `longest_ms`: the longest delay of one; `last_ms`: that of the last, if another.
    """

    platform: str
    what: str = Field(pattern="^(session|order|entry)$")
    id: str
    last: Instant
    longest_ms: int
    last_ms: int | None = Field(default=None, exclude_if=is_none)


class Arrival(Frozen):
    """The first and the last arrival of a finding's evidence: the broker's stamps of what was stated about its interval.

    A statement that arrived within an hour counts as received at the instant that it is about; of one that was repeated the first
    arrival counts. `longest_ms`: the longest delay beyond an hour, null for none. `late`: what arrived so, the latest first;
    `late_more`: how many more there are. Both are absent where there are none.
    """

    first: Instant
    last: Instant
    longest_ms: int | None
    late: tuple[LateEvidence, ...] = Field(default=(), exclude_if=_is_empty)
    late_more: int = Field(default=0, exclude_if=_is_empty)


class Finding(Frozen):
    """One finding, as the stream says it. Fields that a rule does not use are null.

    `measured`, `measured_low`, `measured_high` and `limit` are in `unit`; `platforms` gives milliseconds of coverage.
    `pace`: the figures of `pace_not_eased`. `red`: the times of red in which `dispatch_under_red` counts. `evidence_rest`: what
    `evidence` was cut by; absent where it lists all, so that a finding says what it said before it could be cut. `shortfall_fen`
    of a breach in pay: what it lacks of the minimum, rounded up; `pay`: the figures of `pay_below_minimum`; `rest`: those of
    `rest_missed` and `rest_due`; `dispatch`: those of `dispatch_during_rest`; `under_red`: the pushes and slots of
    `dispatch_under_red`; each is absent where there is none, likewise. `mode`: that of the rule at the place and on the day;
    `mode_replaces`: ours, where the regulator laid another over it, else absent.
    `law_digest`, `release`: the law and the program that judged. `arrival`: of the evidence, absent where it is not known, as in
    a replay. These four are absent from findings of earlier releases; identity, publishing and amending ignore the last three.
    """

    finding_id: str
    rule: str
    kind: Kind
    subject: str
    scope: Scope
    platforms: dict[str, int]
    sector: str | None
    area: str | None
    episode: str | None = None
    starts_at: Instant
    ends_at: Instant | None
    due_at: Instant | None
    basis: str | None
    measured: int | None
    measured_low: int | None
    measured_high: int | None
    limit: int | None
    unit: str
    second_opinion: SecondOpinion | None
    severity: Severity | None
    reasons: tuple[str, ...]
    law: tuple[LawUsed, ...]
    evidence: tuple[Evidence, ...]
    summary: Summary
    pace: PaceFigures | None = None
    red: tuple[RedTime, ...] | None = None
    evidence_rest: EvidenceRest | None = Field(default=None, exclude_if=is_none)
    shortfall_fen: int | None = Field(default=None, exclude_if=is_none)
    pay: PayFigures | None = Field(default=None, exclude_if=is_none)
    rest: RestFigures | None = Field(default=None, exclude_if=is_none)
    dispatch: DispatchFigures | None = Field(default=None, exclude_if=is_none)
    under_red: UnderRed | None = Field(default=None, exclude_if=is_none)
    mode: Literal["enforce", "observe"] | None = Field(default=None, exclude_if=is_none)
    mode_replaces: str | None = Field(default=None, exclude_if=is_none)
    law_digest: str | None = Field(default=None, exclude_if=is_none)
    release: str | None = Field(default=None, exclude_if=is_none)
    arrival: Arrival | None = Field(default=None, exclude_if=is_none)

    @property
    def platform(self) -> str | None:
        """The platform of a finding whose scope is one platform."""
        return platform_of(self.platforms, self.subject) if self.scope is Scope.PLATFORM else None


def platform_of(platforms: Iterable[str], subject: str) -> str | None:
    """The platform of a finding of one: the one that has time in it; else, of an area, the one that its subject names.

    >>> platform_of([], "hema/delivery/360104")
    'hema'
    """
    return next(iter(platforms), None) or (subject.partition("/")[0] if "/" in subject else None)


class Lapsed(Frozen):
    """A finding of the set before that holds no more: its id, and the evidence in its interval as it is now.

    `area_evidence`: in its place, of an area. `outside`: it lies outside the city now; `off`: its rule is off there; else absent.
    """

    finding_id: str
    evidence: tuple[Evidence, ...]
    evidence_rest: EvidenceRest | None = Field(default=None, exclude_if=is_none)
    area_evidence: AreaEvidence | None = Field(default=None, exclude_if=is_none)
    outside: bool | None = Field(default=None, exclude_if=is_none)
    off: bool | None = Field(default=None, exclude_if=is_none)
    law_digest: str | None = Field(default=None, exclude_if=is_none)
    release: str | None = Field(default=None, exclude_if=is_none)
    arrival: Arrival | None = Field(default=None, exclude_if=is_none)


ON_DAYS = frozenset({"daily_hours", "pay_below_minimum", "weekly_rest"})
"""The rules on days: their findings rest on the legal days that are remembered, and on events no longer kept."""


class StandingSet(Frozen):
    """For this subject, from `speaks_from` on, exactly these findings hold; those of rules on days from `days_from` on.

    `days_from`: the start of the first legal day that is remembered; absent where all are.

    `version` orders the statements about a subject: incarnation of the work partition, its offset, `now`. A reader
    that has a later one ignores this one. The set never says amend or withdraw; a reader compares. `lapsed`: what has become of
    the evidence of findings that the publisher had in the set before; it decides nothing, and is absent where there are none.
    """

    subject: str
    speaks_from: Instant | None
    days_from: Instant | None = Field(default=None, exclude_if=is_none)
    version: tuple[int, int, int]
    findings: tuple[Finding, ...]
    lapsed: tuple[Lapsed, ...] = Field(default=(), exclude_if=_is_empty)


def finding_id(rule: str, subject: str, scope: Scope, platform: str | None, episode: str | None, starts_at: int) -> str:
    """The finding's identity: SHA-256 over its rule, subject, scope, platform, episode and start, 32 hex digits.

    >>> finding_id("rest_missed", "w", Scope.PLATFORM, "hema", None, 0)
    'c9dbe301411ea768f203f1dcbfb68ee9'
    """
    text = "\n".join((rule, subject, scope, platform or "", episode or "", rfc3339(starts_at)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]

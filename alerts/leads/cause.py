"""The cause of a step that a standing set takes with a lead: in which evidence, law or release the findings differ. Pure.

It is worked out from the finding before and the finding after, from nothing else; so anybody can work it out again from the log.
A cause names at most `MOST_NAMED` pieces of evidence of each sort and counts the rest. It never decides anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from alerts.leads.evidence.changed import ValueChange
from alerts.leads.evidence.changes import (
    Beneath,
    EvidenceChanges,
    NamedEvidence,
    NamedSome,
    evidence_changes,
    late_of,
    plain_of,
    some_of,
)
from alerts.leads.evidence.pieces import pieces_of
from alerts.leads.figures import DecidedFigures, More, says_less
from alerts.leads.finding import LeadFinding, canonical
from schemas.instants import Instant

_NO_FIGURES: Final = frozenset(
    {"area_evidence", "arrival", "dispatch", "evidence", "evidence_rest", "finding_id", "law", "law_digest", "off"}
    | {"outside", "release", "rest", "summary", "under_red"}
)
"""Fields that are no figures of a finding: a cause states them by themselves, or they follow from the rest."""

_PLACE: Final = frozenset({"area", "mode", "sector", "starts_at"})
"""Figures that no passing of time changes: the platform says another place."""


class Cause(BaseModel):
    """The cause of a step. A field that is absent does not apply.

    - `evidence`, `law` (by parameter), `release`, `law_digest`: what differs. `figures`: the fields of the finding that differ
    - `passed`: the instant of judgement, where nothing of these differs and only time went by
    - `outside`: the place that is said now lies outside the city, where nothing is judged
    - `more`, `decided`, `found`: of a reopened lead, why its decision no longer covers it, with the figures of both
    - `merged`: the other leads of a merge
    - `off`: the rule is off now at the place and on the day of the finding
    - `arrived`: of a lead that was lowered or withdrawn, the evidence of which something arrived since, more than an hour late
    - `late_ms`: the longest delay of that
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    evidence: EvidenceChanges | None = None
    law: tuple[ValueChange, ...] = ()
    release: ValueChange | None = None
    law_digest: ValueChange | None = None
    figures: tuple[str, ...] = ()
    passed: Instant | None = None
    outside: bool = False
    more: tuple[str, ...] = ()
    decided: dict[str, Any] | None = None
    found: dict[str, Any] | None = None
    merged: tuple[int, ...] = ()
    off: bool = False
    arrived: NamedSome | None = None
    late_ms: int | None = None

    @property
    def text(self) -> str:
        """The cause as canonical JSON, as the log keeps it."""
        return canonical(self.model_dump(mode="json", exclude_defaults=True))


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement that a set comes from: its instant (ms), and the release and the law that judged; null where unknown."""

    now: int
    release: str | None = None
    law_digest: str | None = None


def cause_of(
    before: LeadFinding | None,
    after: LeadFinding,
    judged: Judged,
    beneath: Iterable[Beneath] = (),
    now_there: Mapping[str, Any] | None = None,
) -> Cause:
    """The cause of a step from one finding to another, or from none: all of its evidence is new.

    `now_there`: the evidence in the interval of the finding before as it is now, where that finding holds no more.
    """
    return _compared(None if before is None else plain_of(before), plain_of(after), judged, beneath, now_there)


def cause_of_absence(
    before: LeadFinding, now_there: Mapping[str, Any] | None, judged: Judged, beneath: Iterable[Beneath] = ()
) -> Cause:
    """The cause of a withdrawal. `now_there`: the evidence in the interval as it is now; null where nobody has stated it."""
    plain = plain_of(before)
    same = {"release": judged.release, "law_digest": judged.law_digest}
    if now_there is None:
        evidence = EvidenceChanges(rested_on=some_of(pieces_of(plain)))
        return Cause(evidence=evidence, **_judged_by(plain, same, only_known=True))
    return _compared(plain, {**plain, **same, **now_there}, judged, beneath, now_there, withdrawn=True)


def cause_of_reopening(
    decided: DecidedFigures, found: DecidedFigures, more: Iterable[More], merged: list[int]
) -> Cause:
    """The cause for which a decision no longer covers a lead."""
    return Cause(
        more=tuple(map(str, more)), decided=dict(decided.fields), found=dict(found.fields), merged=tuple(merged)
    )


def cause_in(text: str | None) -> Cause | None:
    """The cause in the text of an entry; None where it has none, as steps of people and rows of the first release."""
    return None if text is None else Cause.model_validate_json(text)


def is_after_the_fact(cause: str | None) -> bool:
    """True for the text of a cause that lowered or withdrew a lead by what arrived more than an hour late."""
    return cause is not None and '"late_ms"' in cause and Cause.model_validate_json(cause).late_ms is not None


def _compared(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    judged: Judged,
    beneath: Iterable[Beneath],
    now_there: Mapping[str, Any] | None = None,
    *,
    withdrawn: bool = False,
) -> Cause:
    evidence = evidence_changes(old, new, beneath, now_there, withdrawn=withdrawn)
    if old is None:
        return Cause(evidence=evidence)
    law, by = _law(old, new), _judged_by(old, new)
    names = sorted((old.keys() | new.keys()) - _NO_FIGURES)
    figures = tuple(name for name in names if old.get(name) != new.get(name))
    outside, off = (withdrawn and bool(new.get(name)) for name in ("outside", "off"))
    placed = outside or off or not _PLACE.isdisjoint(figures)
    waited = not placed and not law and not by and (evidence is None or evidence.only_goes_on)
    return Cause(
        evidence=evidence,
        law=law,
        **by,
        figures=() if withdrawn else figures,
        passed=judged.now if waited else None,
        outside=outside,
        off=off,
        **_arrived(old, new, withdrawn=withdrawn),
    )


def _law(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[ValueChange, ...]:
    before, after = _values(old), _values(new)
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return tuple(ValueChange(name=name, before=before.get(name), after=after.get(name)) for name in names)


def _values(plain: Mapping[str, Any]) -> dict[str, str]:
    """The law values by parameter, as text; of a parameter that was used in several values, all of them."""
    values: dict[str, list[str]] = {}
    for one in plain.get("law", ()):
        values.setdefault(one["parameter"], []).append(f"{one['value']} {one['unit']} from {one['in_force_from']}")
    return {name: "; ".join(sorted(texts)) for name, texts in values.items()}


def _judged_by(old: Mapping[str, Any], new: Mapping[str, Any], *, only_known: bool = False) -> dict[str, Any]:
    """The release and the digest of the law as far as they differ."""
    changes = {}
    for name in ("release", "law_digest"):
        before, after = old.get(name), new.get(name)
        if before != after and not (only_known and after is None):
            changes[name] = ValueChange(name=name, before=before, after=after)
    return changes


def _arrived(old: Mapping[str, Any], new: Mapping[str, Any], *, withdrawn: bool) -> dict[str, Any]:
    """The evidence of which something has arrived since, more than an hour late, where the lead says less now.

    The delay is the longest where that has grown, since it is then of what arrived since; else that of what arrived last.
    """
    if not (withdrawn or says_less(old, new)):
        return {}
    known, named = late_of(old), list[NamedEvidence]()
    for name, one in late_of(new).items():
        before = known.get(name)
        if before is not None and one["last"] <= before["last"]:
            continue
        grown = before is None or one["longest_ms"] > before["longest_ms"]
        delay = one["longest_ms"] if grown else one.get("last_ms", one["longest_ms"])
        platform, what, number = name
        named.append(NamedEvidence(platform=platform, what=what, id=number, late_ms=delay, arrived_at=one["last"]))
    if not named:
        return {}
    return {"arrived": NamedSome(named=tuple(named)), "late_ms": max(one.late_ms or 0 for one in named)}

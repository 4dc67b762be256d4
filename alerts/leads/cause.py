"""The cause of a step that a standing set takes with a lead: in which evidence, law or release the findings differ. Pure.

It is worked out from the finding before and the finding after, from nothing else; so anybody can work it out again from the log.
A cause names at most `MOST_NAMED` pieces of evidence of each sort and counts the rest. It never decides anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from pydantic import BaseModel, ConfigDict

from alerts.leads.figures import DecidedFigures, More, says_less
from alerts.leads.finding import LeadFinding, canonical
from alerts.leads.pieces import Name, pieces_of
from schemas.instants import Instant

MOST_NAMED: Final = 10
"""Pieces of evidence that a cause names of each sort; a page shows them in a few lines."""

LATE_MS: Final = 3_600_000
"""An hour: what a platform states later than that after the fact, and takes work away by it, stays visible in lists."""

_NO_FIGURES: Final = frozenset(
    {"area_evidence", "arrival", "evidence", "evidence_rest", "finding_id", "law", "law_digest", "outside"}
    | {"release", "summary"}
)
"""Fields that are no figures of a finding: a cause states them by themselves, or they follow from the rest."""

_PLACE: Final = frozenset({"area", "mode", "sector", "starts_at"})
"""Figures that no passing of time changes: the platform says another place."""


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class NamedEvidence(_Stated):
    """A session, order or pay entry, by the platform's own id."""

    platform: str
    what: str
    id: str


class NamedSome(_Stated):
    """Some of several pieces of evidence, the latest first, and how many `more` there are."""

    named: tuple[NamedEvidence, ...] = ()
    more: int = 0


class EvidenceChanges(_Stated):
    """The evidence of a finding against that of the finding before.

    `new` and `gone`: in one of the two alone. `different`: in both, with other spans or another amount. `longer`: in both, and
    it only goes on. `unlisted`: what the findings do not list differs. `rested_on`: what a withdrawn finding rested on, where the
    set does not state what has become of it.
    """

    new: NamedSome | None = None
    gone: NamedSome | None = None
    different: NamedSome | None = None
    longer: NamedSome | None = None
    rested_on: NamedSome | None = None
    unlisted: bool = False

    @property
    def only_goes_on(self) -> bool:
        """True where no evidence is new, gone or different."""
        return self in (EvidenceChanges(), EvidenceChanges(longer=self.longer))


class ValueChange(_Stated):
    """A law value, the release or the digest of the law, before and after; null where there was or is none."""

    name: str
    before: str | None
    after: str | None


class Cause(_Stated):
    """The cause of a step. A field that is absent does not apply.

    - `evidence`, `law` (by parameter), `release`, `law_digest`: what differs. `figures`: the fields of the finding that differ
    - `passed`: the instant of judgement, where nothing of these differs and only time went by
    - `outside`: the place that is said now lies outside the city, where nothing is judged
    - `more`, `decided`, `found`: of a reopened lead, why its decision no longer covers it, with the figures of both
    - `merged`: the other leads of a merge
    - `late_ms`: the longest delay with which the evidence arrived, of a lead that it lowered or withdrew more than an hour late
    """

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
    late_ms: int | None = None

    @property
    def text(self) -> str:
        """The cause as canonical JSON, as the log keeps it."""
        return canonical(self.model_dump(mode="json", exclude_defaults=True))


Beneath = tuple[LeadFinding, Mapping[str, Any]]
"""Another finding of the same stretch, as it was, with the evidence in its interval as it is now: pushes rest on the breach."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgement that a set comes from: its instant (ms), and the release and the law that judged; null where unknown."""

    now: int
    release: str | None = None
    law_digest: str | None = None


def cause_of(before: LeadFinding | None, after: LeadFinding, judged: Judged, beneath: Iterable[Beneath] = ()) -> Cause:
    """The cause of a step from one finding to another, or from none: all of its evidence is new."""
    return _compared(None if before is None else _plain(before), _plain(after), judged, beneath)


def cause_of_absence(
    before: LeadFinding, now_there: Mapping[str, Any] | None, judged: Judged, beneath: Iterable[Beneath] = ()
) -> Cause:
    """The cause of a withdrawal. `now_there`: the evidence in the interval as it is now; null where nobody has stated it."""
    plain = _plain(before)
    same = {"release": judged.release, "law_digest": judged.law_digest}
    if now_there is None:
        evidence = EvidenceChanges(rested_on=_some(pieces_of(plain)))
        return Cause(evidence=evidence, **_judged_by(plain, same, only_known=True))
    return _compared(plain, {**plain, **same, **now_there}, judged, beneath, withdrawn=True)


def cause_of_reopening(
    decided: DecidedFigures, found: DecidedFigures, more: Iterable[More], merged: list[int]
) -> Cause:
    """The cause for which a decision no longer covers a lead."""
    return Cause(
        more=tuple(map(str, more)), decided=dict(decided.fields), found=dict(found.fields), merged=tuple(merged)
    )


def is_after_the_fact(cause: str | None) -> bool:
    """True for the text of a cause that lowered or withdrew a lead by what arrived more than an hour late."""
    return cause is not None and '"late_ms"' in cause and Cause.model_validate_json(cause).late_ms is not None


def _compared(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    judged: Judged,
    beneath: Iterable[Beneath],
    *,
    withdrawn: bool = False,
) -> Cause:
    evidence = _evidence(old, new, beneath)
    if old is None:
        return Cause(evidence=evidence)
    law, by = _law(old, new), _judged_by(old, new)
    names = sorted((old.keys() | new.keys()) - _NO_FIGURES)
    figures = tuple(name for name in names if old.get(name) != new.get(name))
    outside = withdrawn and bool(new.get("outside"))
    placed = outside or not _PLACE.isdisjoint(figures)
    waited = not placed and not law and not by and (evidence is None or evidence.only_goes_on)
    return Cause(
        evidence=evidence,
        law=law,
        **by,
        figures=() if withdrawn else figures,
        passed=judged.now if waited else None,
        outside=outside,
        late_ms=_late_ms(old, new, withdrawn=withdrawn),
    )


def _evidence(
    old: Mapping[str, Any] | None, new: Mapping[str, Any], beneath: Iterable[Beneath]
) -> EvidenceChanges | None:
    before, after = pieces_of(old or {}), pieces_of(new)
    for one, other in beneath:
        before, after = pieces_of(_plain(one)) | before, pieces_of(other) | after
    both = [name for name in after if name in before and after[name] != before[name]]
    longer = {name: after[name] for name in both if _goes_on(before[name], after[name])}
    changes = EvidenceChanges(
        new=_some({name: one for name, one in after.items() if name not in before}),
        gone=_some({name: one for name, one in before.items() if name not in after}),
        different=_some({name: after[name] for name in both if name not in longer}),
        longer=_some(longer),
        unlisted=old is not None and old.get("evidence_rest") != new.get("evidence_rest"),
    )
    return None if changes == EvidenceChanges() else changes


def _goes_on(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True for evidence whose last span ends later, or is followed by others, and which is the same otherwise."""
    if {**before, "spans": ()} != {**after, "spans": ()} or not before["spans"]:
        return False
    spans, last = after["spans"][: len(before["spans"])], before["spans"][-1]
    if len(spans) < len(before["spans"]) or spans[:-1] != before["spans"][:-1]:
        return False
    return bool({**spans[-1], "end": ""} == {**last, "end": ""} and spans[-1]["end"] >= last["end"])


def _some(found: Mapping[Name, Mapping[str, Any]]) -> NamedSome | None:
    """The latest of them by the end of their spans, then by id; None of none."""
    if not found:
        return None
    ordered = sorted(sorted(found), key=lambda name: _end(found[name]), reverse=True)
    named = tuple(
        NamedEvidence(platform=platform, what=what, id=its_id) for platform, what, its_id in ordered[:MOST_NAMED]
    )
    return NamedSome(named=named, more=len(found) - len(named))


def _end(one: Mapping[str, Any]) -> str:
    """The end of the last span: RFC 3339 in UTC, which sorts as text."""
    return max((str(span["end"]) for span in one["spans"]), default="")


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


def _late_ms(old: Mapping[str, Any], new: Mapping[str, Any], *, withdrawn: bool) -> int | None:
    """The longest delay of the evidence, where it has arrived since, more than an hour late, and says less now."""
    arrived, known = new.get("arrival"), old.get("arrival")
    if arrived is None or arrived["longest_ms"] <= LATE_MS:
        return None
    if known is not None and arrived["last"] <= known["last"]:
        return None
    return int(arrived["longest_ms"]) if withdrawn or says_less(old, new) else None


def _plain(finding: LeadFinding) -> dict[str, Any]:
    plain: dict[str, Any] = orjson.loads(finding.text)
    return plain

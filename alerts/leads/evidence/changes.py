"""The evidence that is new, gone, different or longer against the finding before, with what of each is different. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import orjson
from pydantic import BaseModel, ConfigDict

from alerts.leads.evidence.changed import MOST_SPANS, SpanChange, Stated, ValueChange, changed_spans, changed_values
from alerts.leads.evidence.pieces import Name, pieces_of
from alerts.leads.finding import LeadFinding
from schemas.instants import Instant

MOST_NAMED: Final = 10
"""Pieces of evidence that a cause names of each sort; a page shows them in a few lines."""

Beneath = tuple[LeadFinding, Mapping[str, Any]]
"""Another finding of the same stretch, as it was, with the evidence in its interval as it is now: pushes rest on the breach."""


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class NamedEvidence(_Stated):
    """A session, order or pay entry, by the platform's own id.

    `late_ms`: the longest delay of what is stated about it, where some of that arrived more than an hour after the fact; of what
    `arrived` names in a cause, of that which arrived since. `arrived_at`: when the last of that did. `spans`: the times that were
    work, unknown or none before and are something else now, the latest few; `more_spans`: how many before them. `values`: what
    else of it is different. Both are absent where it only goes on, and of new evidence, which the finding lists, but for a lead
    that is withdrawn.
    """

    platform: str
    what: str
    id: str
    late_ms: int | None = None
    arrived_at: Instant | None = None
    spans: tuple[SpanChange, ...] = ()
    more_spans: int = 0
    values: tuple[ValueChange, ...] = ()


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


def evidence_changes(
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    beneath: Iterable[Beneath],
    now_there: Mapping[str, Any] | None,
    *,
    withdrawn: bool,
) -> EvidenceChanges | None:
    """The evidence of a finding against that before, null before the first; with that of the findings `beneath` it.

    `now_there`: what is in the interval of the finding before, as it is now. None where nothing differs.
    """
    if old is None:
        every = some_of(pieces_of(new), late_of(new))
        return None if every is None else EvidenceChanges(new=every)
    sides = Stated.before(old), Stated.after(new) if now_there is None else Stated.after(now_there, old)
    before, after, late = pieces_of(old), pieces_of(new), late_of(new)
    for one, other in beneath:
        plain = plain_of(one)
        before, after = pieces_of(plain) | before, pieces_of(other) | after
        interval = None if "starts_at" in other else plain
        sides = sides[0].and_beneath(Stated.before(plain)), sides[1].and_beneath(Stated.after(other, interval))
    both = [name for name in after if name in before and after[name] != before[name]]
    longer = {name: after[name] for name in both if _goes_on(before[name], after[name])}
    changes = EvidenceChanges(
        new=some_of(
            {name: one for name, one in after.items() if name not in before}, late, sides if withdrawn else None
        ),
        gone=some_of({name: one for name, one in before.items() if name not in after}, late, sides),
        different=some_of({name: after[name] for name in both if name not in longer}, late, sides),
        longer=some_of(longer, late),
        unlisted=old.get("evidence_rest") != new.get("evidence_rest"),
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


def late_of(plain: Mapping[str, Any]) -> dict[Name, Mapping[str, Any]]:
    """The evidence of which something arrived more than an hour after the fact, as far as the finding names it."""
    arrival = plain.get("arrival") or {}
    return {(one["platform"], one["what"], one["id"]): one for one in arrival.get("late", ())}


def some_of(
    found: Mapping[Name, Mapping[str, Any]],
    late: Mapping[Name, Mapping[str, Any]] = MappingProxyType({}),
    sides: tuple[Stated, Stated] | None = None,
) -> NamedSome | None:
    """The latest of them by the end of their spans, then by id, with the delay of what is late; None of none.

    `sides`: the evidence before and after, where the difference of each is to be stated.
    """
    if not found:
        return None
    ordered = sorted(sorted(found), key=lambda name: _end(found[name]), reverse=True)
    named = tuple(
        NamedEvidence(
            platform=name[0],
            what=name[1],
            id=name[2],
            late_ms=late.get(name, {}).get("longest_ms"),
            **({} if sides is None else _difference(name, *sides)),
        )
        for name in ordered[:MOST_NAMED]
    )
    return NamedSome(named=named, more=len(found) - len(named))


def _difference(name: Name, before: Stated, after: Stated) -> dict[str, Any]:
    spans = changed_spans(name, before, after)
    return {
        "spans": tuple(spans[-MOST_SPANS:]),
        "more_spans": max(0, len(spans) - MOST_SPANS),
        "values": changed_values(name, before, after),
    }


def _end(one: Mapping[str, Any]) -> str:
    """The end of the last span: RFC 3339 in UTC, which sorts as text."""
    return max((str(span["end"]) for span in one["spans"]), default="")


def plain_of(finding: LeadFinding) -> dict[str, Any]:
    """The finding as JSON."""
    plain: dict[str, Any] = orjson.loads(finding.text)
    return plain

"""The findings that unread values of the law leave: one that only the law in force or only the law as read has is open."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.oracle.pay.law import PayLaw

Told = dict[str, Any]
BY_READING = ("kind", "reasons", "severity", "measured", "measured_low", "measured_high", "limit", "second_opinion")


def as_far_as_read(find: Callable[[PayLaw], list[Told]], law: PayLaw) -> list[Told]:
    """The findings of the law in force and of the law as it was read together; there is one a platform and day at most.

    Each comes with `high`, the high coverage of its platform, and goes without.
    """
    now, before = ({key_of(each): each for each in find(one)} for one in (law, replace(law, read_alone=True)))
    found = [decide(now.get(key), before.get(key)) for key in sorted({*now, *before})]
    return [{name: value for name, value in each.items() if name != "high"} for each in found]


def key_of(finding: Told) -> tuple[str, str, int]:
    return finding["subject"], finding["platform"], finding["starts_at"]


def decide(now: Told | None, before: Told | None) -> Told:
    if now and before and now["kind"] == before["kind"]:
        return before if any(now[name] != before[name] for name in BY_READING) else now
    one = now or before
    assert one
    reasons = {"law_unread", *(reason for each in (now, before) if each for reason in each["reasons"])}
    closed = {"shortfall_fen": None} if "shortfall_fen" in one else {}
    return (
        one
        | {
            "kind": "undecidable",
            "severity": None,
            "reasons": sorted(reasons),
            "platforms": {one["platform"]: one["high"]},
        }
        | closed
    )

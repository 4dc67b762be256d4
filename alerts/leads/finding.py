"""A finding as the ledger keeps it: its canonical text, and beside it the fields that leads are matched and listed by.

Decides when two findings can belong to one lead (key and overlap). `matching` decides which one does.
"""

from dataclasses import dataclass
from typing import Any, Self

import orjson

from schemas.findings.finding import ON_DAYS, Finding, platform_of
from schemas.instants import from_rfc3339

OPEN_END = 1 << 60
"""Stands for the end of an interval that still runs: later than any instant (36 million years in ms)."""

NOT_AMENDING = ("arrival", "law_digest", "release")
"""Fields that change no finding: what differs in them alone amends no lead, and is no other set."""

_OLD_WORD = '"verified":'
"""Part of each text that the first release wrote: a law value had it in the place of `status`."""

Key = tuple[str, str, str, str | None, str | None]
"""Rule, subject, scope, platform, episode. Findings of one lead are equal in all of them."""


@dataclass(frozen=True, slots=True)
class LeadFinding:
    """The finding of a lead, as it was published last. Instants in ms, interval `[starts_at, ends_at)`, null end while it runs.

    `text` is the whole finding as JSON with sorted keys and without blanks: equal text, equal finding.
    """

    finding_id: str
    rule: str
    kind: str
    subject: str
    scope: str
    platform: str | None
    episode: str | None
    sector: str | None
    area: str | None
    severity: str | None
    mode: str | None
    starts_at: int
    ends_at: int | None
    text: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Convert a published finding to the ledger's form."""
        plain = finding.model_dump(mode="json")
        return cls._from(plain, finding.platform, canonical(plain))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a finding from a text that `of` made, in this release or in any earlier one.

        The log keeps texts for ever: read a field that a later release adds with `plain.get`, since older texts lack it.
        """
        plain = orjson.loads(text)
        alone = platform_of(plain["platforms"], plain["subject"]) if plain["scope"] == "platform" else None
        return cls._from(plain, alone, text)

    @classmethod
    def _from(cls, plain: dict[str, Any], platform: str | None, text: str) -> Self:
        ends_at = plain["ends_at"]
        return cls(
            finding_id=plain["finding_id"],
            rule=plain["rule"],
            kind=plain["kind"],
            subject=plain["subject"],
            scope=plain["scope"],
            platform=platform,
            episode=plain["episode"],
            sector=plain["sector"],
            area=plain["area"],
            severity=plain["severity"],
            mode=plain.get("mode"),
            starts_at=from_rfc3339(plain["starts_at"]),
            ends_at=None if ends_at is None else from_rfc3339(ends_at),
            text=text,
        )

    @property
    def key(self) -> Key:
        """The fields that findings of one lead share."""
        return (self.rule, self.subject, self.scope, self.platform, self.episode)

    @property
    def essence(self) -> str:
        """The text in the words of this release, without the fields of `NOT_AMENDING`: equal essence, nothing to amend."""
        text = self.text
        if _OLD_WORD in text:
            text = canonical(Finding.model_validate_json(text).model_dump(mode="json"))
        if not any(f'"{name}":' in text for name in NOT_AMENDING):
            return text
        plain = orjson.loads(text)
        return canonical({name: value for name, value in plain.items() if name not in NOT_AMENDING})

    def amends(self, last: "LeadFinding") -> bool:
        """True where this finding differs from the one published last.

        Rows of days that take the place of orders are no difference: the judge has cut the events, and the lead keeps them.
        """
        return self.text != last.text and self.essence != last.essence and not self._has_rows_for(last)

    def _has_rows_for(self, last: "LeadFinding") -> bool:
        if self.rule not in ON_DAYS:
            return False
        plain, before = orjson.loads(self.essence), orjson.loads(last.essence)
        rows = all("day" in each for each in plain["evidence"])
        for each in (plain, before):
            each["evidence"] = each["evidence_rest"] = None
            for hours in filter(None, (each.get("pay"), (each.get("pay") or {}).get("other"))):
                hours["pieces"] = None
        return bool(rows and plain == before)

    @property
    def until(self) -> int:
        """The end used in comparisons. An interval of no length counts as 1 ms, so that it overlaps itself."""
        return OPEN_END if self.ends_at is None else max(self.ends_at, self.starts_at + 1)

    def shares_stretch(self, other: "LeadFinding") -> bool:
        """True for findings of two rules about one stretch: the limit was reached on the same platform at the same instant."""
        if self.platform != other.platform or self.rule == other.rule or not self.overlap(other):
            return False
        due_at, its_own = (orjson.loads(each.text).get("due_at") for each in (self, other))
        return due_at is not None and due_at == its_own

    def overlap(self, other: "LeadFinding") -> int:
        """Milliseconds in which both hold; 0 where they only touch. Their keys are not compared."""
        return max(0, min(self.until, other.until) - max(self.starts_at, other.starts_at))


def canonical(plain: object) -> str:
    """JSON with sorted keys and no blanks, the one text for one value.

    >>> canonical({"b": 1, "a": None})
    '{"a":null,"b":1}'
    """
    return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()

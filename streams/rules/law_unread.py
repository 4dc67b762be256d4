"""The reason `law_unread`: an unread value of the law decides nothing by itself. It is no rule, and finds nothing itself.

Findings are made with the values in force and with the latest values before them that were read. What both find alike is the
same; of the rest those of one rule, scope, platform and episode belong together that overlap in time.
"""

from collections.abc import Callable, Iterable, Sequence

from schemas.findings.finding import Finding, Kind, LawUsed, Summary
from schemas.legal_days import legal_day
from streams.facts.worktime.intervals import overlaps
from streams.law.registers.places import SECTORS
from streams.law.table import Law

LAW_UNREAD = "law_unread"
"""The reason of a finding that rests on values that nobody has read, or that only they leave out."""

_ALONE = Summary(
    zh="所依据的法定数值未读到原文，不能单独据以认定。",
    en="A value of the law there was read in no text, and decides nothing by itself.",
)
_BEFORE = Summary(
    zh="现行数值未读到原文，依此前读到的数值认定，结论相同。",
    en="The value in force was read in no text; that before it, which was read, gives the same.",
)

Shares = Callable[[Finding], dict[str, int]]
"""The coverage of each platform of a finding in the high reading (ms), as an undecidable one has it."""


def combined(found: Sequence[Finding], read: Sequence[Finding], now: int, law: Law, shares: Shares) -> list[Finding]:
    """One list of findings at `now` (ms) out of two: `found`, by the values in force, and `read`, by the values that were read.

    What both lists hold alike stays. Two findings of one kind about the same time become one; where one list has a finding that
    the other lacks, it is undecidable, as it rests on a value that nobody has read. `law`: the law in force, whose unread
    values such a finding cites beside its own. `shares`: works out the time of each platform in a finding.
    """
    alike = {_content(each) for each in found} & {_content(each) for each in read}
    mine = [each for each in found if _content(each) not in alike]
    others = [each for each in read if _content(each) not in alike]
    undecided = _Undecided(law, shares)
    made = [each for each in found if _content(each) in alike]
    partners = {id(each): [one for one in mine if _belong(each, one, now) and each.kind is one.kind] for each in others}
    both = [each for each in others if partners[id(each)]]
    made += [undecided.by_both(each, partners[id(each)]) for each in both]
    left = [one for one in mine if not any(_belong(each, one, now) and each.kind is one.kind for each in both)]
    for one in left:
        beside = [each for each in others if _belong(each, one, now)]
        made += undecided.made(one, (reason for each in beside for reason in each.reasons))
    for each in others:
        if each not in both and not any(_belong(each, one, now) for one in left):
            made += undecided.made(each, ())
    return made


class _Undecided:
    """Makes undecidable findings of those that rest on unread values."""

    def __init__(self, law: Law, shares: Shares) -> None:
        self._law, self._shares = law, shares

    def by_both(self, read: Finding, in_force: Iterable[Finding]) -> Finding:
        """A finding of one kind by both: that of the read values, which cites the unread ones beside its own, if any."""
        others = (each for one in in_force for each in one.law if each.status == "unread" and each not in read.law)
        unread = tuple(dict.fromkeys((*others, *self._unread(read))))
        if not unread:
            return read
        return read.model_copy(update={"law": (*read.law, *unread), "summary": _with(read.summary, _BEFORE)})

    def made(self, finding: Finding, reasons: Iterable[str]) -> list[Finding]:
        """The undecidable finding, with these reasons besides its own; none for advice."""
        if finding.kind is Kind.WARNING:
            return []
        update = {
            "kind": Kind.UNDECIDABLE,
            "severity": None,
            "platforms": self._shares(finding),
            "reasons": tuple(sorted({*finding.reasons, *reasons, LAW_UNREAD})),
            "law": (*finding.law, *self._unread(finding)),
            "summary": _with(finding.summary, _ALONE),
            "shortfall_fen": None,
        }
        return [finding.model_copy(update=update)]

    def _unread(self, finding: Finding) -> list[LawUsed]:
        """The unread values in force at the finding's place and day that it does not cite yet."""
        return [
            found
            for parameter in dict.fromkeys(each.parameter for each in finding.law)
            if (found := self._used(parameter, finding)) and found.status == "unread" and found not in finding.law
        ]

    def _used(self, parameter: str, finding: Finding) -> LawUsed | None:
        sector, day = finding.sector or SECTORS[0], legal_day(finding.starts_at)
        try:
            found = self._law.find(
                parameter, sector=sector, area=finding.area or "", day=day, platform=finding.platform or ""
            )
            return found.used()
        except LookupError:  # none in force, or cited from no rule's file, such as a holiday
            return None


def _content(finding: Finding) -> tuple[object, ...]:
    """The part of a finding that is equal in two that are alike: all but the law that they cite and its wording."""
    figures = (finding.measured, finding.measured_low, finding.measured_high, finding.limit)
    times = (finding.finding_id, finding.ends_at, finding.due_at)
    return (*times, finding.kind, finding.basis, *figures, finding.severity, finding.reasons, finding.second_opinion)


def _belong(one: Finding, other: Finding, now: int) -> bool:
    """True of findings of one rule about the same scope, platform and episode that overlap in time."""
    same = (one.rule, one.scope, one.platform, one.episode) == (other.rule, other.scope, other.platform, other.episode)
    return same and overlaps(_interval(one, now), _interval(other, now))


def _interval(finding: Finding, now: int) -> tuple[int, int]:
    return finding.starts_at, now + 1 if finding.ends_at is None else finding.ends_at


def _with(summary: Summary, more: Summary) -> Summary:
    return Summary(zh=summary.zh + more.zh, en=f"{summary.en} {more.en}")

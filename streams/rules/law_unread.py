"""The reason `law_unread`: an unread value of the law decides nothing by itself. It is no rule, and finds nothing itself.

Findings are made with the values in force and with the latest values before them that were read. What both find alike is the
same; of the rest those of one rule, scope, platform and episode belong together that overlap in time.
"""

from collections.abc import Callable, Iterable, Sequence

from schemas.findings.finding import Finding, Kind, LawUsed, Summary
from schemas.legal_days import legal_day
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
    contents = {id(each): _content(each) for each in (*found, *read)}
    alike = {contents[id(each)] for each in found} & {contents[id(each)] for each in read}
    mine, others = ([_Span(each, now) for each in every if contents[id(each)] not in alike] for every in (found, read))
    undecided = _Undecided(law, shares)
    made = [each for each in found if contents[id(each)] in alike]
    partners = [(each, [one for one in each.near(mine) if each.kind is one.kind]) for each in others]
    made += [undecided.by_both(each.finding, [one.finding for one in ones]) for each, ones in partners if ones]
    joined = {id(one) for _, ones in partners for one in ones}
    left = [one for one in mine if id(one) not in joined]
    for one in left:
        made += undecided.made(one.finding, (reason for each in one.near(others) for reason in each.finding.reasons))
    for each, ones in partners:
        if not ones and not each.near(left):
            made += undecided.made(each.finding, ())
    return made


class _Span:
    """A finding and its time at `now` (ms): each is held against every other one, so that what is compared is read once."""

    __slots__ = ("about", "end", "finding", "kind", "start")

    def __init__(self, finding: Finding, now: int) -> None:
        self.finding, self.kind = finding, finding.kind
        self.about = finding.rule, finding.scope, finding.platform, finding.episode
        self.start, self.end = finding.starts_at, now + 1 if finding.ends_at is None else finding.ends_at

    def near(self, others: Iterable["_Span"]) -> list["_Span"]:
        """Those of one rule about the same scope, platform and episode that overlap in time."""
        start, end, about = self.start, self.end, self.about
        return [each for each in others if each.start < end and start < each.end and each.about == about]


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


def _with(summary: Summary, more: Summary) -> Summary:
    return Summary(zh=summary.zh + more.zh, en=f"{summary.en} {more.en}")

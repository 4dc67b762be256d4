"""The totals over all subjects of a partition, kept by adding and taking away each one's share."""

from collections import Counter
from collections.abc import Iterable, Mapping

from schemas.findings.finding import Finding
from schemas.legal_days import Day
from streams.core.evaluating import RaisedError, SetAside, set_aside
from streams.core.watched import StandingKey, WatchedSubject, standing_key
from streams.law.errors import NoValueInForce
from streams.rules.contract import GaugeKey, Question, Verdict


class Totals:
    """The totals of a partition; mutable. `standing`: findings in the standing sets; `gauges`: by name, platform and day.

    `unjudged`: what no law in force let the rules judge. `aside`: by rule the subjects that are set aside; `set_aside`: those
    that were set aside since somebody looked.
    """

    def __init__(self) -> None:
        self.standing: Counter[StandingKey] = Counter()
        self.gauges: Counter[GaugeKey] = Counter()
        self.unjudged: dict[Question, NoValueInForce] = {}
        self.aside: Counter[str] = Counter()
        self.set_aside: list[SetAside] = []

    def count(self, subject: WatchedSubject, findings: Iterable[Finding], verdict: Verdict) -> None:
        """Let the share of a subject be these findings, and the gauges of its verdict."""
        keys = tuple(standing_key(finding) for finding in findings)
        self.standing.subtract(subject.counted)
        self.standing.update(keys)
        subject.counted = keys
        if verdict.gauges != subject.gauges:
            self.gauges.subtract(subject.gauges)
            self.gauges.update(verdict.gauges)
            for key in subject.gauges:
                if not self.gauges[key]:
                    del self.gauges[key]  # of a day that is forgotten nothing stays
            subject.gauges = verdict.gauges
        self.unjudged.update(verdict.unjudged)

    def put_aside(self, subject: WatchedSubject, unit: str, raised: RaisedError) -> None:
        """Count a subject, which lies in that unit of state, as set aside by a rule."""
        self.set_aside.append(set_aside(unit, raised))
        self._count_aside(subject, raised.rule)

    def take_back(self, subject: WatchedSubject) -> None:
        """Count a subject as set aside no more, as all rules could be evaluated."""
        self._count_aside(subject, None)

    def gauge(self, name: str) -> Mapping[str, int]:
        """A gauge by platform, `""` for all together; of one that is counted by day the sum of all days."""
        sums: Counter[str] = Counter()
        for (each, platform, _), count in self.gauges.items():
            if each == name:
                sums[platform] += count
        return sums

    def daily_gauge(self, name: str) -> Mapping[tuple[str, Day], int]:
        """A gauge that is counted by day, by platform and legal day."""
        found = ((platform, day, count) for (each, platform, day), count in self.gauges.items() if each == name)
        return {(platform, day): count for platform, day, count in found if day is not None}

    def _count_aside(self, subject: WatchedSubject, rule: str | None) -> None:
        if subject.aside is not None:
            self.aside[subject.aside] -= 1
        if rule is not None:
            self.aside[rule] += 1
        subject.aside = rule

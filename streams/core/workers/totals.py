"""What stands over all subjects of a partition, kept by adding and taking away each one's share."""

from collections import Counter
from collections.abc import Iterable

from schemas.findings.finding import Finding
from streams.core.watched import StandingKey, Watched, standing_key
from streams.rules.answer import Verdict


class Totals:
    """Mutable. `standing` counts the findings in the standing sets, `united_warnings` the warnings of united views alone.

    `orderless`: by platform the pay entries whose order nobody accepted. `aside`: by rule the subjects that are set aside.
    """

    def __init__(self) -> None:
        self.standing: Counter[StandingKey] = Counter()
        self.united_warnings = 0
        self.orderless: Counter[str] = Counter()
        self.aside: Counter[str] = Counter()

    def count(self, watched: Watched, findings: Iterable[Finding], answer: Verdict) -> None:
        """Let the share of a worker be these findings and what else the answer says."""
        keys = tuple(standing_key(finding) for finding in findings)
        self.standing.subtract(watched.counted)
        self.standing.update(keys)
        self.united_warnings += answer.united_warnings - watched.warned
        watched.counted, watched.warned = keys, answer.united_warnings
        if answer.orderless is not None:
            self.orderless.subtract(watched.orderless or {})
            self.orderless.update(answer.orderless)
            watched.orderless, watched.pay_heard = answer.orderless or None, False

    def put_aside(self, watched: Watched, rule: str | None) -> None:
        """Count a worker as set aside by a rule, or as not any more."""
        if watched.aside is not None:
            self.aside[watched.aside] -= 1
        if rule is not None:
            self.aside[rule] += 1
        watched.aside = rule

"""Pay that is corrected while and after its days are forgotten, one case at a time.

A judge that is restarted whenever something came finds what one that keeps all finds, and that what the second reading finds. The
same events once more change nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from schemas.instants import rfc3339
from schemas.legal_days import DAY_MS
from streams.core.workers.judge import HORIZON_MS, Judge
from tests.oracle.days import WORKER
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pay.facts import day_start
from tests.oracle.pay.findings import expected_pay
from tests.oracle.pay.kept import orders_from, rows_from
from tests.oracle.pay.law import PayLaw
from tests.oracle.pay.restated import Restated, Settled
from tests.oracle.scripts import Event, Who
from tests.property.core.feeding import fold, standing
from tests.property.core.pay.test_restated import law_of, rows_of
from tests.property.core.pay.test_rules import pay_told
from tests.property.core.pay.test_settled import of_pay
from tests.stored import dumped

FIRST = date(2022, 6, 6)
"""A Monday: two hours are worth 3,700 fen."""

STEP, LAST = 12 * HOUR, 70
"""Days after the first one: those of June are forgotten on the 60th where pay is settled by the month."""


@dataclass
class Case:
    """`told`: the events with the instants (ms) at which they come; `refused`: how many of them are too late."""

    settles: dict[str, Settled]
    refused: int = 0
    told: list[tuple[int, Event]] = field(default_factory=list)

    def works(self, *days: int, platform: str = "hema", hours: int = 2) -> "Case":
        """An order of so many hours from 09:00 on each of these days, named after the day."""
        who = Who(platform, WORKER, "delivery", "360104")
        for day in days:
            on = at(day) + 9 * HOUR
            self.told.append((on, who.says("order.accepted", on, order_id=f"o{day}", assigned="pushed")))
            self.told.append((on + hours * HOUR, who.says("order.completed", on + hours * HOUR, order_id=f"o{day}")))
        return self

    def pays(
        self, entry: str, fen: int, on: float, *, platform: str = "hema", said: float | None = None, **own: Any
    ) -> "Case":
        """Pay that comes on the day `on`, for an `order` or for `days`, two of them. `of`: the day of its `occurred_at`."""
        who, came = Who(platform, WORKER, "delivery", "360104"), at(on)
        named: dict[str, Any] = {"order_id": own["order"]} if "order" in own else {}
        if "days" in own:
            first, last = own["days"]
            named |= {"for_day": named_day(first), "for_until": named_day(last)}
        kind, category = ("pay.accrued", "piece") if fen >= 0 else ("pay.deducted", "lateness")
        occurred = at(own["of"]) if "of" in own else came + own.get("ahead", 0)
        stated = rfc3339(max(came, occurred) if said is None else at(said))
        event = who.says(
            kind, occurred, entry_id=entry, category=category, amount_fen=abs(fen), published_at=stated, **named
        )
        self.told.append((came, event))
        return self

    def weeks(self) -> Restated:
        for number, (_, event) in enumerate(self.told):
            event.setdefault("event_id", f"c{number}")
        return Restated(sorted(self.told, key=lambda each: each[0]), self.settles)


def at(day: float) -> int:
    """An instant (ms) so many days after the first one began."""
    return day_start(FIRST) + round(day * DAY_MS)


def named_day(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def by(*periods: str, platform: str = "hema", switch: int = 4) -> dict[str, Settled]:
    """A platform that settles by this period, and from a later day on by another one."""
    return {platform: tuple(zip((date(2015, 1, 1), FIRST + timedelta(days=switch)), periods, strict=False))}


CASES = {
    "a correction on the 20th day": Case(by("month"))
    .works(0)
    .pays("e", 3700, 0.5, order="o0")
    .pays("e", 100, 20, order="o0"),
    "and another one that takes it back": Case(by("month"))
    .works(0, 1)
    .pays("e", 3700, 0.5, order="o0")
    .pays("e", 100, 20, order="o0")
    .pays("e", 3700, 33, order="o0"),
    "a statement after its row has gone": Case(by("month"), refused=1)
    .works(0)
    .pays("e", 100, 1, order="o0")
    .pays("e", 3700, 60.5, order="o0", days=(0, 0)),
    "a statement on the last day of its row": Case(by("month"))
    .works(0)
    .pays("e", 100, 1, order="o0")
    .pays("e", 3700, 59.9, order="o0"),
    "instalments": Case(by("month"))
    .works(0, 24)
    .pays("e1", 1000, 0.5, order="o0")
    .pays("e2", 1000, 10, order="o0")
    .pays("e3", 1700, 40, order="o0")
    .pays("e3", 1699, 45, order="o0"),
    "instalments by the day, one of them too late": Case(by("day"), refused=1)
    .works(0)
    .pays("e1", 1000, 0.5, order="o0")
    .pays("e2", 1000, 8.7, order="o0")
    .pays("e3", 1700, 9, of=0.5, order="o0"),
    "an entry that contradicts": Case(by("week"))
    .works(0)
    .pays("e", 100, 1, order="o0")
    .pays("e", 3700, 6, said=1, order="o0"),
    "an entry that contradicts until it is stated again": Case(by("month"))
    .works(0)
    .pays("e", 100, 1, order="o0")
    .pays("e", 3700, 6, said=1, order="o0")
    .pays("e", 3700, 41, order="o0"),
    "days across a change of the period": Case(by("month", "week"))
    .works(2, 3, 5, 6, hours=3)
    .pays("e", 9000, 8, days=(2, 6))
    .pays("e", 22_200, 30, days=(2, 6)),
    "days across a change, when those of the week would be forgotten": Case(by("month", "week"))
    .works(2, 3, 5, 6)
    .pays("e", 9000, 8, days=(2, 6))
    .pays("e", 14_800, 58, days=(2, 6)),
    "days across a change to days": Case(by("week", "day"))
    .works(2, 3, 5, 6)
    .pays("e", 9000, 8, days=(2, 6))
    .pays("e", 14_800, 20, days=(2, 6)),
    "a day that goes on": Case(by("week"))
    .works(0, 1, hours=9)
    .pays("e", 20_000, 1.5, days=(0, 1))
    .pays("e", 33_300, 12, days=(0, 1)),
    "pay that lies ahead": Case(by("week"))
    .works(0)
    .pays("e", 100, 1, ahead=4 * MINUTE, order="o0")
    .pays("e", 3700, 9, ahead=MINUTE, days=(0, 0)),
    "stated again for another day": Case(by("week"))
    .works(0, 2)
    .pays("e", 3700, 1, days=(0, 0))
    .pays("e", 3700, 12, days=(2, 2))
    .pays("f", 3700, 13, days=(0, 0)),
    "stated again for another order": Case(by("month"))
    .works(0, 8)
    .pays("e", 3700, 1, order="o0")
    .pays("e", 3700, 30, order="o8"),
    "a deduction weeks later": Case(by("month"))
    .works(0)
    .pays("e", 3700, 1, order="o0")
    .pays("e", -100, 25, order="o0")
    .pays("e", 0, 26, order="o9", days=(0, 0)),
    "two platforms, of which one settles by the day": Case(by("month") | by("day", platform="suda"), refused=1)
    .works(0, 3)
    .works(1, platform="suda")
    .pays("e", 100, 1, order="o0")
    .pays("f", 100, 2, platform="suda", order="o1")
    .pays("f", 3700, 20, platform="suda", of=1.5, order="o1")
    .pays("e", 3700, 20, order="o0"),
}


@pytest.mark.parametrize("name", [*CASES])
def test_a_judge_that_is_restarted_finds_of_corrected_pay_what_one_finds_that_keeps_all(
    name: str,
) -> None:
    case, weeks = CASES[name], CASES[name].weeks()
    live, refused, shuffle = Live(weeks), 0, Random(name)

    for now in range(at(0) + 6 * HOUR, at(LAST), STEP):
        came = live.hears(now)
        refused += live.too_late
        if came or shuffle.random() < 0.2:
            live.compare(now)
    found = of_pay(standing(live.judge, at(LAST)), 0)
    fold(live.judge, [row for _, row in rows_of(weeks)], at(LAST))

    assert refused == case.refused
    assert of_pay(standing(live.judge, at(LAST)), 0) == found
    assert [*map(pay_told, live.unlimited_findings(at(LAST)))] == expected_pay(
        live.taken, at(LAST), PayLaw(settles=weeks.settles)
    )


class Live:
    """A judge with a horizon that is restarted now and then, and one that keeps all and hears what that one takes. Mutable."""

    def __init__(self, weeks: Restated) -> None:
        self._weeks, self._law = weeks, law_of(weeks)
        self.judge, self._unlimited = Judge(self._law, HORIZON_MS), Judge(self._law)
        self._units = dict[bytes, bytes]()
        self.taken, self.too_late = list[Event](), 0

    def hears(self, now: int) -> bool:
        """What came in the step before `now` (ms); False for nothing."""
        due = [
            (event, row)
            for (came, event), row in zip(self._weeks.told, self._rows(), strict=True)
            if now - STEP < came <= now
        ]
        late = {id(each.row) for each in fold(self.judge, [row for _, row in due], now)}
        self.taken += [event for event, row in due if id(row[1]) not in late]
        fold(self._unlimited, [row for _, row in due if id(row[1]) not in late], now)
        self.too_late = len(late)
        list(self.judge.evaluate_due(now))
        if due:  # a restart is a sign of life: with one a day nothing would ever be cut
            self._units |= dumped(self.judge.roster)
            self.judge = Judge(self._law, HORIZON_MS)
            self.judge.load(self._units, now)
        return bool(due)

    def compare(self, now: int) -> None:
        """Both find the same of the days that are to be remembered, and remember them."""
        told, plain = [event for came, event in self._weeks.told if came <= now], PayLaw(settles=self._weeks.settles)
        for said in self.judge.everything(now):
            assert (said.days_from or 0) <= rows_from(told, plain, now)
            since = max(said.days_from or 0, orders_from(told, plain, now))
            assert of_pay(said.findings, since) == of_pay(standing(self._unlimited, now), since)

    def unlimited_findings(self, now: int) -> list[Any]:
        found = (each for each in standing(self._unlimited, now) if each.rule == "pay_below_minimum")
        return sorted(found, key=lambda each: (each.platform or "", each.starts_at))

    def _rows(self) -> Iterator[Any]:
        return (row for _, row in rows_of(self._weeks))

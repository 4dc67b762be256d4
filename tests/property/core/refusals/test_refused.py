"""The archive of a feed, with what was refused live, gives what was judged live."""

from dataclasses import dataclass, replace
from random import Random

import orjson
from hypothesis import example, given, settings

from schemas.feed.codec import FeedReader
from schemas.feed.reading import PlacesKnown
from schemas.findings.finding import Finding
from schemas.instants import NEVER, from_rfc3339
from schemas.legal_days import day_start, legal_day
from schemas.refusal import Code, Refusal
from schemas.work import Group
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import refusal_of
from streams.law.registers.budget import USUAL, Budget
from streams.tools.replay.refused import RefusedLive
from streams.tools.replay.result import ReplayRequest, ReplayResult
from streams.tools.replay.run import Replay
from tests.oracle.days import Pick, worker_day
from tests.oracle.law import HOUR
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import the_law
from tests.property.core.live import by_row_or_events
from tests.property.core.shifts import shift
from tests.property.core.test_horizon import moved

BREAK = 20 * 60_000 - 1
"""The longest time (ms) that is no qualifying break."""

PLACES = PlacesKnown(frozenset(the_law().places.areas), frozenset(the_law().places.cities))


@dataclass(frozen=True)
class Sent:
    """An event as it was sent, and when it arrived (ms)."""

    event: Event
    arrival: int


def late_week(pick: Pick) -> list[Sent]:
    """Some days of a worker by arrival: some days a platform sends at once, days later, and some events come again days later.

    Of a few the platform's clock is ahead.
    """
    sent: list[Sent] = []
    later = 0
    for number in range(3):
        day = without_gaps([moved(event, number, later) for event in pick((worker_day, shift))(pick)])
        at_once = max(from_rfc3339(event["occurred_at"]) for event in day) + pick((HOUR, 50 * HOUR, 120 * HOUR))
        held_back = {platform for platform in ("hema", "suda", "tuche") if pick((False, False, True))}
        for event in day:
            arrival = at_once if event["platform_id"] in held_back else from_rfc3339(event["occurred_at"])
            sent.append(Sent(event, arrival - pick((0,) * 24 + (HOUR,))))
            if pick((False,) * 9 + (True,)):
                sent.append(Sent(event, arrival + pick((60_000, 30 * HOUR, 90 * HOUR))))
        later += pick((24, 48, 72, 120)) * HOUR
    return sorted(sent, key=lambda each: each.arrival)


def without_gaps(day: list[Event]) -> list[Event]:
    """The events by time, without those more than 2 h behind the one before of their session or order.

    What ends after such a silence may come when that was settled already: it is not refused, though it would change it.
    """
    kept: list[Event] = []
    last: dict[tuple[str, str], int] = {}
    for event in sorted(day, key=lambda each: from_rfc3339(each["occurred_at"])):
        at = from_rfc3339(event["occurred_at"])
        if at - last.setdefault(key_of(event), at) <= 2 * HOUR:
            kept.append(event)
            last[key_of(event)] = at
    return kept


def key_of(event: Event) -> tuple[str, str]:
    """The platform and id of the session, order or entry that the event is about."""
    return event["platform_id"], event.get("session_id") or event.get("order_id") or event.get("entry_id") or ""


@dataclass(frozen=True)
class Live:
    """The set that stands with a horizon and budgets, all that was refused on the way, and the days cut inside (ms).

    `settled_elsewhere`: by platform, the instant (ms) before which all was settled before a place in the city was known.
    `behind_gaps`: the places in the feed of what was taken a break behind the one before of its session, since
    what came between was refused: a cut may lie there.
    """

    findings: list[Finding]
    refusals: list[Refusal]
    cut_days: set[int]
    settled_elsewhere: dict[str, int]
    behind_gaps: set[int]

    def judges(self, finding: Finding) -> bool:
        """False for pay of a day that was judged and cut inside: an event of it that comes later is taken, and judged no more.

        Nor is pay judged again of a day that was settled while its platform had given no place in the city up to the day's end.
        """
        if finding.rule != "pay_below_minimum":
            return True
        settled = self.settled_elsewhere.get(finding.platform or "", 0)
        return finding.starts_at not in self.cut_days and (finding.ends_at or 0) > settled


def live(feed: list[Sent], now: int, budget: Budget) -> Live:
    """The sets that a judge with a horizon and budgets publishes up to `now` (ms), and its refusals."""
    platforms = {each.event["platform_id"] for each in feed}
    judge = Judge(the_law(), HORIZON_MS, budgets=dict.fromkeys(platforms, budget))
    stands, refusals, cut_days = ReplayResult(now, 0, 0, 0), list[Refusal](), set[int]()
    first_place, settled_elsewhere, taken = dict.fromkeys(platforms, NEVER), dict[str, int](), set[int]()
    for offset, each in enumerate(feed):
        platform, topic = each.event["platform_id"], f"feed.{each.event['platform_id']}"
        read = FeedReader(PLACES).read(
            orjson.dumps(each.event), platform_id=platform, arrival=each.arrival, offset=offset
        )
        known = len(refusals)
        refusals += [fault.refusal(platform, topic, 0) for fault in read.faults]
        for refused in judge.fold(Group(platform, topic, 0, read.rows), each.arrival):
            refusals.append(Refusal.model_validate_json(refusal_of(refused).value))
        if len(refusals) == known:
            taken.add(offset)
            if gives_place(each.event):
                first_place[platform] = min(first_place[platform], from_rfc3339(each.event["occurred_at"]))
        if offset % 20 == 0:
            for published in judge.evaluate_due(each.arrival):
                stands.add(published)
            for watched in judge.roster.workers.values():  # a cut is not published where it changes nothing
                cut_days.add(day_start(legal_day(watched.facts.speaks_from or 0)))
                settled_elsewhere |= {
                    name: max(settled_elsewhere.get(name, 0), min(first, watched.facts.speaks_from or 0))
                    for name, first in first_place.items()
                }
    for published in judge.everything(now):
        stands.add(published)
    return Live(stands.findings(), refusals, cut_days, settled_elsewhere, behind_gaps(feed, taken))


def behind_gaps(feed: list[Sent], taken: set[int]) -> set[int]:
    """The places in the feed of what was taken a break behind the one before of its session, as others between were refused.

    What is behind that in the session is among them.
    """
    by_time = sorted(range(len(feed)), key=lambda offset: from_rfc3339(feed[offset].event["occurred_at"]))
    last: dict[tuple[str, str], int] = {}
    refused, ended, found = set[tuple[str, str]](), set[tuple[str, str]](), set[int]()
    for offset in by_time:
        key, at = key_of(feed[offset].event), from_rfc3339(feed[offset].event["occurred_at"])
        if offset not in taken:
            refused.add(key)
            continue
        if key in ended or (key in refused and at - last.get(key, at) > BREAK):
            ended.add(key)
            found.add(offset)
        last[key] = at
        refused.discard(key)
    return found


def without_gaps_live(feed: list[Sent], now: int, budget: Budget) -> tuple[list[Sent], Live]:
    """The feed without what refusals leave behind gaps, and its live run."""
    while (judged := live(feed, now, budget)).behind_gaps:
        feed = [each for offset, each in enumerate(feed) if offset not in judged.behind_gaps]
    return feed, judged


def gives_place(event: Event) -> bool:
    """True for a point or heartbeat of a session, or an acceptance, in the city."""
    gives = event["kind"].startswith("session.") or event["kind"] == "order.accepted"
    return gives and event.get("area") in the_law().places.areas


def replayed(feed: list[Sent], now: int, refusals: list[Refusal], random: Random) -> tuple[list[Finding], RefusedLive]:
    """The findings of a replay without what was refused; the archive is in any order, and written otherwise."""
    reader = FeedReader(PLACES)
    refused = RefusedLive(reader)
    for each in [*refusals, *refusals]:  # a crash lets refusals come twice
        refused.add(each)
    run = Replay(the_law(), ReplayRequest(now))
    run.note_over_budget(refused.over_budget())
    archive = [orjson.dumps(dict(random.sample(list(each.event.items()), len(each.event)))) for each in feed]
    random.shuffle(archive)
    run.fold(refused.without(reader.read_lines(archive)))
    return run.result().findings(), refused


@settings(max_examples=8, deadline=None)
@given(SEEDS)
@example(1006567)  # a platform gives its first place in the city two weeks after a day that was settled without one
def test_an_archive_with_what_was_refused_gives_what_was_judged_live(seed: int) -> None:
    feed = built(late_week, seed)
    budget = replace(USUAL, statements=Random(seed).choice((25, 60, 10_000)))
    now = feed[-1].arrival + 30 * HOUR

    feed, judged = without_gaps_live(feed, now, budget)
    found, refused = replayed(feed, now, judged.refusals, Random(seed))

    said, again = ([by_row_or_events(f) for f in each if judged.judges(f)] for each in (judged.findings, found))
    assert again == said
    assert refused.unmatched == refused.unknown == refused.unlisted == 0
    assert refused.left_out.total() == len(judged.refusals)


def test_such_weeks_have_refusals_of_each_kind() -> None:
    codes: set[Code] = set()
    for seed in range(5):
        feed = built(late_week, seed)
        codes |= {each.code for each in live(feed, feed[-1].arrival, replace(USUAL, statements=25)).refusals}

    assert codes == {Code.TOO_LATE, Code.OVER_BUDGET, Code.FROM_THE_FUTURE}

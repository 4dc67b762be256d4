"""The arrival of evidence, from the rows of a judge to its findings; and corrections after the fact."""

import pytest

from schemas.findings.finding import Arrival, LateEvidence
from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from schemas.work import Group
from streams.core.publishing import Publication
from streams.core.workers.judge import Judge
from streams.law.files import packaged_law
from streams.rules import arrival as arriving
from tests.stored import apply
from tests.unit.core.days import asked, at, beats, only, row, says

LAW = packaged_law()
SHIFT = ("08:00 online", *beats("08:01", "12:59"), "13:00 offline")


def hears(judge: Judge, *lines: str, arrival: str, platform: str = "hema") -> None:
    """Let the judge hear lines in a record that arrived then."""
    rows = [row(line) for line in lines]
    judge.fold(Group(platform, f"feed.{platform}", 0, rows, [0, at(arrival)]), at(arrival))


def hears_in_time(judge: Judge, *lines: str) -> None:
    for line in lines:
        hears(judge, line, arrival=line.split()[0])


def one(said: list[Publication]) -> Arrival:
    arrival = only(said).arrival
    assert arrival is not None
    return arrival


def test_a_finding_says_when_its_evidence_was_received() -> None:
    judge = Judge(LAW, arrivals=True)
    hears_in_time(judge, *SHIFT)

    assert one(asked(judge, "13:30")) == Arrival(first=at("08:00"), last=at("13:00"), longest_ms=None)


def test_a_finding_of_a_replay_has_no_arrival() -> None:
    judge = Judge(LAW)
    says(judge, *SHIFT, now="13:30")

    assert only(asked(judge, "13:30")).arrival is None


def test_what_arrived_late_is_named_the_latest_first() -> None:
    judge = Judge(LAW, arrivals=True)
    hears(judge, *SHIFT, arrival="15:30")
    hears(judge, "09:00 accepted o1", "09:30 completed o1", arrival="16:00")

    arrival = one(asked(judge, "16:30"))

    assert (arrival.first, arrival.last, arrival.longest_ms) == (at("15:30"), at("16:00"), 7 * HOUR + 30 * MINUTE)
    assert arrival.late == (
        LateEvidence(platform="hema", what="order", id="o1", last=at("16:00"), longest_ms=7 * HOUR),
        LateEvidence(platform="hema", what="session", id="s1", last=at("15:30"), longest_ms=7 * HOUR + 30 * MINUTE),
    )


def test_of_many_late_pieces_of_evidence_some_are_named_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "MOST_LATE", 10)
    judge = Judge(LAW, arrivals=True)
    for number in range(12):
        hears(judge, f"09:00 accepted o{number}", f"09:30 completed o{number}", arrival=f"{12 + number}:00")
    hears(judge, *SHIFT, arrival="24:00")

    arrival = one(asked(judge, "24:30"))

    assert ([each.id for each in arrival.late][:2], len(arrival.late), arrival.late_more) == (["s1", "o11"], 10, 3)


def test_a_set_that_differs_in_arrival_alone_is_not_published_again() -> None:
    judge = Judge(LAW, arrivals=True)
    hears_in_time(judge, *SHIFT)
    asked(judge, "13:30")

    hears(judge, "09:00:30 beat", arrival="20:00")
    judge.mark_stale(next(iter(judge.roster.workers.values())))

    assert asked(judge, "20:01") == []
    (finding,) = (each for published in judge.everything(at("20:02")) for each in published.findings)
    assert finding.arrival is not None
    assert finding.arrival.last == at("20:00")


def test_of_what_holds_no_more_the_set_says_when_it_was_received() -> None:
    judge = Judge(LAW, arrivals=True)
    hears_in_time(judge, "08:00 online", "13:00 offline")
    asked(judge, "13:30")

    hears(judge, "10:00 offline", "10:30 online", arrival="15:00")

    (published,) = asked(judge, "15:01")
    assert published.findings == ()
    (lapsed,) = published.lapsed
    assert lapsed.arrival is not None
    assert [(each.id, each.longest_ms) for each in lapsed.arrival.late] == [("s1", 5 * HOUR)]


def test_arrivals_outlive_a_takeover() -> None:
    judge, kept = Judge(LAW, arrivals=True), dict[bytes, bytes]()
    hears(judge, *SHIFT, "09:00 accepted o1", arrival="15:30")
    apply(kept, judge.roster.dump(1))
    before = one(asked(judge, "16:00"))

    other = Judge(LAW, arrivals=True)
    other.load(kept, at("16:00"))

    assert one(asked(other, "16:00")) == before


def test_a_late_off_in_time_that_was_shown_is_a_correction_and_meets_the_finding_there() -> None:
    judge = Judge(LAW, arrivals=True)
    hears_in_time(judge, "08:00 online", "13:00 offline")
    asked(judge, "13:30")

    hears(judge, "10:00 offline", arrival="15:00")
    hears(judge, "10:00 offline", arrival="16:00")

    assert (judge.corrections.made["hema"], judge.corrections.met["hema"]) == (1, 1)


def test_a_correction_of_time_without_a_finding_meets_none() -> None:
    judge = Judge(LAW, arrivals=True)
    hears_in_time(judge, "08:00 online", "11:00 offline")
    asked(judge, "11:30")

    hears(judge, "10:00 offline", arrival="15:00")

    assert (judge.corrections.made["hema"], judge.corrections.met["hema"]) == (1, 0)


def test_an_order_that_ended_earlier_after_all_is_a_correction() -> None:
    judge = Judge(LAW, arrivals=True)
    hears_in_time(judge, "08:00 accepted o1", "10:00 completed o1")

    hears(judge, "09:00 completed o1", arrival="12:00")

    assert judge.corrections.made["hema"] == 1


def test_what_comes_in_time_or_late_in_its_order_or_adds_work_is_no_correction() -> None:
    judge = Judge(LAW, arrivals=True)
    hears(judge, *SHIFT, "08:00 accepted o1", "08:30 completed o1", arrival="20:00")  # a whole shift after an outage
    hears(judge, "10:00 offline s2", "09:00 online s2", "09:30 beat s2", "09:40 beat s2", arrival="20:01")
    hears(judge, "17:00 online s3", "19:30 offline s3", "19:00 offline s3", arrival="19:45")  # within the hour

    assert not judge.corrections.made

"""The content of the ledger, now and as of an instant, on both databases."""

import pytest

from alerts.errors import NoSuchLeadError, NotAllowedError
from alerts.leads import Action, Handling, Standing
from alerts.ledger import LeadFilter, Ledger
from schemas.findings.finding import Kind, StandingSet
from tests.unit.alerts.builders import LATE, found, standing

ANY = LeadFilter(standing=None)


@pytest.fixture
def story() -> list[StandingSet]:
    return [
        standing(1, found(1), found(10, 15, platform="xunda", area="360113")),
        standing(2, found(1, 6, kind=Kind.UNDECIDABLE, severity=None), found(20, 25, rule="pay_below_minimum")),
        standing(3, found(1, 6), found(10, 25, platform="xunda", area="360102"), found(20, 25, platform=None)),
        standing(4, found(1, 6), found(10, 12, platform="xunda"), found(13, 25, platform="xunda")),
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        LeadFilter(),
        ANY,
        LeadFilter(rule="rest_missed"),
        LeadFilter(kind="undecidable"),
        LeadFilter(platform="xunda", standing=None),
        LeadFilter(area="360113", standing=None),
        LeadFilter(standing=Standing.WITHDRAWN),
        LeadFilter(before=3, limit=1, standing=None),
        LeadFilter(subject="nobody"),
    ],
)
def test_as_of_gives_exactly_what_was_given_then(ledger: Ledger, story: list[StandingSet], wanted: LeadFilter) -> None:
    then = []
    for number, said in enumerate(story):
        ledger.apply([said], LATE + 10 * number)
        then.append((ledger.leads(wanted), ledger.leads(ANY)))

    for number, (leads, everything) in enumerate(then):
        assert ledger.leads(wanted, as_of=LATE + 10 * number) == leads
        assert ledger.leads(wanted, as_of=LATE + 10 * number + 9) == leads
        assert [ledger.lead(lead.number, LATE + 10 * number).lead for lead in everything] == everything
    assert ledger.leads(ANY, as_of=LATE - 1) == []


def test_filters_narrow(ledger: Ledger, story: list[StandingSet]) -> None:
    ledger.apply(story[:2], LATE)

    def numbers(wanted: LeadFilter) -> list[int]:
        return [lead.number for lead in ledger.leads(wanted)]

    assert numbers(ANY) == [3, 2, 1]
    assert numbers(LeadFilter()) == [3, 1]
    assert numbers(LeadFilter(kind="undecidable")) == [1]
    assert numbers(LeadFilter(area="360113", standing=None)) == [2]
    assert numbers(LeadFilter(platform="xunda", standing=Standing.WITHDRAWN)) == [2]
    assert numbers(LeadFilter(standing=None, before=3, limit=1)) == [2]


def test_a_lead_nobody_knew_yet_is_no_lead(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1))], LATE)

    assert ledger.lead(1, as_of=LATE).lead.number == 1
    with pytest.raises(NoSuchLeadError, match=r"no lead 1 at 2023-11-14T22:13:19\.999Z"):
        ledger.lead(1, as_of=LATE - 1)
    with pytest.raises(NoSuchLeadError, match="no lead 2;"):
        ledger.lead(2)


def test_a_writer_whose_clock_is_behind_does_not_change_what_was_known_then(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1))], LATE)

    ledger.apply([standing(2, found(1, 6))], LATE - 1000)

    assert [entry.recorded_at for entry in ledger.lead(1).entries] == [LATE, LATE]


def test_open_counts_leave_out_what_is_withdrawn_dismissed_or_closed(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 2), found(3, 4), found(5, 6, severity=None), found(7, 8, platform=None))], LATE)
    ledger.act(1, Action.ACKNOWLEDGE, "li", None, LATE)
    ledger.act(1, Action.DISMISS, "li", "the phone lay in the car", LATE)

    assert ledger.open_counts() == {
        ("rest_missed", "breach", "360104", "hema", "minor"): 1,
        ("rest_missed", "breach", "360104", "hema", None): 1,
        ("rest_missed", "breach", "360104", None, "minor"): 1,
    }


def test_changes_are_read_on_from_where_one_stopped(ledger: Ledger, story: list[StandingSet]) -> None:
    ledger.apply(story, LATE)

    seen, after = [], 0
    while page := ledger.changes(after, limit=2):
        seen.extend(page)
        after = page[-1].sequence

    assert [entry.sequence for entry in seen] == list(range(1, ledger.head().sequence + 1))


def test_what_people_do_stands_in_the_history_beside_what_the_stream_says(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1))], LATE)
    ledger.act(1, Action.ASSIGN, "li", None, LATE + 1, assignee="wang")
    ledger.act(1, Action.INVESTIGATE, "wang", None, LATE + 2)
    ledger.apply([standing(2)], LATE + 3)
    lead = ledger.act(1, Action.DISMISS, "wang", "the stream took it back", LATE + 4)

    history = ledger.lead(1)

    assert (lead, ledger.leads(ANY)) == (history.lead, [lead])
    assert (lead.standing, lead.handling, lead.assignee) == (Standing.WITHDRAWN, Handling.DISMISSED, "wang")
    assert [(str(entry.change), entry.actor) for entry in history.entries] == [
        ("raised", None),
        ("assign", "li"),
        ("investigate", "wang"),
        ("withdrawn", None),
        ("dismiss", "wang"),
    ]
    assert ledger.lead(1, as_of=LATE + 1).lead.handling is Handling.ASSIGNED


def test_what_is_not_allowed_writes_nothing(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 4), found(6, 9))], LATE)
    ledger.apply([standing(2, found(1, 9))], LATE)
    before = ledger.head()

    with pytest.raises(NotAllowedError, match="merged into lead 1; act on that one"):
        ledger.act(2, Action.ACKNOWLEDGE, "li", None, LATE)
    with pytest.raises(NotAllowedError, match="cannot close a lead that is new; allowed now: acknowledge, assign"):
        ledger.act(1, Action.CLOSE, "li", None, LATE)
    with pytest.raises(NoSuchLeadError):
        ledger.act(3, Action.ACKNOWLEDGE, "li", None, LATE)

    assert ledger.head() == before

"""An outage is a line at its beginning, one a minute and one at its end, however often it is met."""

import logging

import pytest

from streams.edge.outage import EVERY_S, Outage


class Minutes:
    """A clock."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_outage_of_two_minutes_that_is_met_every_second_is_four_lines(caplog: pytest.LogCaptureFixture) -> None:
    clock = Minutes()
    outage = Outage(logging.getLogger("test"), "the ledger is away", clock)

    with caplog.at_level(logging.INFO):
        for _ in range(2 * int(EVERY_S) + 1):
            outage.goes_on("no route")
            clock.now += 1
        outage.ended()

    assert caplog.messages == [
        "the ledger is away: no route",
        "the ledger is away, for 60 s now: no route",
        "the ledger is away, for 120 s now: no route",
        "over after 121 s: the ledger is away",
    ]


def test_what_was_never_away_is_not_told_to_be_back(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        Outage(logging.getLogger("test"), "the ledger is away").ended()

    assert caplog.messages == []

"""The measured city, tiny: it is sent, caught up with, judged live, and everything promised is printed. No time is looked at."""

from tests.bench.speed.city import PEOPLE, Live, city

NAMES = [
    "city: people at work",
    "city: processors used by the workers",
    "city: CPU of the workers an event",
    "city: processors used by the broker",
    "city: lag, feed to ledger, median",
    "city: lag, feed to ledger, 99th percentile",
    "city: lag, feed to ledger, worst",
    "city: memory a person",
    "city: state written a minute",
]
PROBES = 3


def test_a_tiny_city_prints_all_its_figures_and_every_breach_that_was_planted() -> None:
    live = Live(window_s=5, settle_s=5, after_s=120, probes=PROBES, back_fill_h=0.05)

    figures = list(city(30 / PEOPLE, live))

    assert [each.name for each in figures] == NAMES
    assert figures[0].value == 30
    assert f"{PROBES} of {PROBES} breaches" in figures[4].note

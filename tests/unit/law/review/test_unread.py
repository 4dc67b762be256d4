"""The law as it was read, where it differs from the law in force, and which unread values hold on a day."""

from prometheus_client import CollectorRegistry

from schemas.legal_days import day_from_text, day_start
from streams.agents.gauges import Meter
from streams.law.review.unread import UnreadLaw
from streams.law.table import Law
from streams.metrics import Metrics
from tests.unit.law.laws import law

PLAN = "2022-05-12 | 4 h"
UNREAD = "2023-01-01 | 3 h | status: unread"


def held(rest: Law, day: str, area: str = "360111") -> str | None:
    value = rest.value_on("rest.limit", sector="delivery", area=area, day=day_from_text(day))
    return value.text if value else None


def concerned(unread: UnreadLaw, first: str, last: str, *areas: str, rule: str = "rest") -> bool:
    start, end = (day_start(day_from_text(day)) for day in (first, last))
    return unread.concerns({rule}, areas or ("360111",), start, end)


def test_the_law_as_read_has_the_latest_value_before_that_was_read() -> None:
    unread = UnreadLaw(law(PLAN, UNREAD, "2024-01-01 | 2 h"))

    assert [held(unread.law, day) for day in ("2022-06-01", "2023-06-01", "2024-06-01")] == ["4 h", "3 h", "2 h"]
    assert [held(unread.as_read, day) for day in ("2022-06-01", "2023-06-01", "2024-06-01")] == ["4 h", "4 h", "2 h"]


def test_it_is_concerned_as_long_as_an_unread_value_holds_and_not_a_day_longer() -> None:
    unread = UnreadLaw(law(PLAN, UNREAD, "2024-01-01 | 2 h"))

    assert concerned(unread, "2022-06-01", "2023-01-01")
    assert concerned(unread, "2023-12-31", "2024-06-01")
    assert not concerned(unread, "2022-06-01", "2022-12-31")
    assert not concerned(unread, "2024-01-01", "2024-06-01")
    assert not concerned(unread, "2022-06-01", "2024-06-01", rule="pay")


def test_it_is_concerned_in_the_areas_alone_that_an_unread_value_reaches() -> None:
    unread = UnreadLaw(law(PLAN, "2023-01-01 | 3 h | areas: [360121], status: unread"))

    assert concerned(unread, "2023-06-01", "2023-06-02", "360121")
    assert concerned(unread, "2023-06-01", "2023-06-02", "360111", "NC-X")
    assert not concerned(unread, "2023-06-01", "2023-06-02", "360111", "NC-GX")


def test_an_unread_wage_class_concerns_what_goes_by_it() -> None:
    by_class = UnreadLaw(law("2018-01-01 | 4 h | wage_class: I", "2018-01-01 | 3 h | wage_class: II"))

    assert [held(each, "2022-06-01", "NC-GX") for each in (by_class.law, by_class.as_read)] == ["4 h", "3 h"]
    assert concerned(by_class, "2022-06-01", "2022-06-02", "NC-GX")
    assert not concerned(by_class, "2020-06-01", "2020-06-02", "NC-GX")
    assert not concerned(by_class, "2022-06-01", "2022-06-02", "360111")


def test_an_unread_end_ends_nothing_in_the_law_as_read() -> None:
    unread = UnreadLaw(law(PLAN, "2023-01-01 | none | status: unread"))

    assert (held(unread.law, "2023-06-01"), held(unread.as_read, "2023-06-01")) == (None, "4 h")


def test_where_nothing_was_read_the_parameter_stays_known_and_has_no_value() -> None:
    unread = UnreadLaw(law("2022-05-12 | 4 h | status: unread"))

    assert held(unread.as_read, "2022-06-01") is None
    assert unread.as_read.parameters == ("rest.limit",)


def test_the_unread_values_in_force_are_counted_by_parameter_from_their_first_day() -> None:
    registry = CollectorRegistry()
    metrics = Metrics(registry)
    meter, unread = Meter(metrics), UnreadLaw(law(PLAN, UNREAD, "2024-01-01 | 2 h"))

    counts = []
    for day in ("2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"):
        meter.law(unread, day_from_text(day))
        counts.append(registry.get_sample_value("shiftwarden_law_values_unread", {"parameter": "rest.limit"}))

    assert counts == [None, 1, 1, 0]

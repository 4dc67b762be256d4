from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.legal_days import DAY_MS, date_of, day_from_text, day_of, day_start, day_text, legal_day

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_day_begins_at_midnight_in_shanghai_and_ends_before_the_next() -> None:
    start = int(datetime(2022, 5, 11, 16, tzinfo=UTC).timestamp()) * 1000

    days = [day_text(legal_day(start + shift)) for shift in (-1, 0, DAY_MS - 1, DAY_MS)]

    assert days == ["2022-05-11", "2022-05-12", "2022-05-12", "2022-05-13"]


def test_the_day_is_the_local_date_of_the_time_zone_database() -> None:
    first = datetime(2000, 1, 1, tzinfo=UTC)
    instants = [first + timedelta(days=days, hours=days % 24, minutes=59 * (days % 2)) for days in range(0, 14976, 3)]

    wrong = [at for at in instants if date_of(legal_day(int(at.timestamp()) * 1000)) != at.astimezone(SHANGHAI).date()]

    assert instants[-1].year == 2040
    assert wrong == []


def test_the_start_of_a_day_is_its_first_instant() -> None:
    starts = [day_start(day) for day in (-1, 0, 19124)]

    assert [legal_day(start) for start in starts] == [-1, 0, 19124]
    assert [legal_day(start - 1) for start in starts] == [-2, -1, 19123]


def test_days_and_dates_and_texts_name_each_other() -> None:
    local = date(2022, 5, 12)

    assert date_of(day_of(local)) == local
    assert day_from_text(day_text(day_of(local))) == day_of(local)


@pytest.mark.parametrize("text", ["20220512", "2022-5-12", "2022-02-30", "2022-W19-4", "", "2022-05-12T00:00"])
def test_another_form_of_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  either Python's words or ours
        day_from_text(text)

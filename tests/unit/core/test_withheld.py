"""A value that was withheld is a value to whoever does not look, and says why to whoever does."""

import pytest

from schemas.refusal import Code, Refusal
from schemas.weather.message import WeatherReader
from streams.core.intake.weather import WeatherIntake, WeatherRecord
from streams.core.withheld import Withheld, WithheldValue, withheld_reading
from tests.unit.schemas.said import PLACES


def test_what_is_kept_of_it_is_read_like_any_value() -> None:
    value = WithheldValue(b"begin", Withheld(Code.RECORD_TOO_LARGE, "why"))

    assert (value, len(value), value[:2], type(bytes(value))) == (b"begin", 5, b"be", bytes)


@pytest.mark.parametrize("code", [Code.RECORD_TOO_LARGE, Code.NOT_JSON])
def test_its_reading_is_one_fault_with_the_reason_and_what_was_kept(code: Code) -> None:
    (fault,) = withheld_reading(WithheldValue(b"begin", Withheld(code, "why")), 7).faults

    assert (fault.code, fault.detail, fault.offset, fault.index, fault.raw) == (code, "why", 7, None, b"begin")


@pytest.mark.parametrize(("code", "told"), [(Code.RECORD_TOO_LARGE, "record_too_large"), (Code.NOT_JSON, "not_xml")])
def test_of_a_weather_message_the_refusal_says_so_in_the_words_of_its_topic(code: Code, told: str) -> None:
    intake = WeatherIntake(WeatherReader(PLACES), 1)

    taken = intake.take([WeatherRecord(0, 7, 0, WithheldValue(b"<", Withheld(code, "why")))])

    (sent,) = [Refusal.model_validate_json(each.value) for each in taken.outgoing]
    assert (sent.code, sent.detail, sent.offset, dict(taken.refused)) == (told, "why", 7, {told: 1})

"""The log of a worker: our own lines whole, those of libraries seldom, in one form."""

import logging

import pytest

from streams.logs import DATE_FORM, EVERY_S, FORM, Sparing


class Elapsed:
    """A clock."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def line(name: str, number: int = 1, text: str = "Request failed: %s") -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "client.py", number, text, ("x",) if "%s" in text else (), None)


def test_what_a_library_says_again_and_again_is_written_once_a_minute_with_how_often() -> None:
    clock = Elapsed()
    sparing, written = Sparing(clock), []

    for _ in range(2 * int(EVERY_S) + 1):
        said = line("aiokafka.client")
        if sparing.filter(said):
            written.append(said.getMessage())
        clock.now += 1

    assert written == [
        "Request failed: x",
        "Request failed: x (and 59 times more since it was last written)",
        "Request failed: x (and 59 times more since it was last written)",
    ]


def test_what_a_library_says_in_two_places_is_two_things() -> None:
    sparing = Sparing(Elapsed())

    assert [sparing.filter(line("faust.app", number)) for number in (1, 2, 1, 2)] == [True, True, False, False]


@pytest.mark.parametrize("name", ["shiftwarden", "streams.agents.record"])
def test_what_we_say_is_written_whenever_we_say_it(name: str) -> None:
    sparing = Sparing(Elapsed())

    assert [sparing.filter(line(name)) for _ in range(3)] == [True, True, True]


def test_each_line_has_its_zone() -> None:
    text = logging.Formatter(FORM, DATE_FORM).format(line("streams", text="took over"))

    assert text[19] in "+-"
    assert text.endswith(" ERROR streams: took over")

"""`shiftwarden` with a fault in its readers: they raise for what holds the word `cursed`. Run as a program of its own."""

from typing import Any

from schemas.feed.codec import FeedReader
from schemas.weather.message import WeatherReader
from streams.cli.main import main

_FEED, _WEATHER = FeedReader.read, WeatherReader.read


def _feed(reader: FeedReader, value: bytes | None, **where: Any) -> Any:
    if value and b"cursed" in value:
        raise IndexError(value)
    return _FEED(reader, value, **where)


def _weather(reader: WeatherReader, value: bytes | None, **where: Any) -> Any:
    if value and b"cursed" in value:
        raise IndexError(value)
    return _WEATHER(reader, value, **where)


if __name__ == "__main__":
    setattr(FeedReader, "read", _feed)  # noqa: B010  mypy guards methods against this, and here it is the point
    setattr(WeatherReader, "read", _weather)  # noqa: B010
    main()

from schemas.feed.codec import FeedReader
from schemas.feed.reading import PlacesKnown
from streams.tools.city.events import instant
from streams.tools.city.platforms import AREAS
from streams.tools.city.spans import HOUR
from tests.unit.city.town import START, town


def test_every_event_keeps_the_contract() -> None:
    reader = FeedReader(PlacesKnown(frozenset(AREAS)))
    total = 0

    for platform, value in town().batches(START, START + 14 * HOUR):
        reading = reader.read(value, platform_id=platform, arrival=START + 14 * HOUR, offset=0)
        total += reading.accepted

        assert reading.faults == []

    assert total > 20_000


def test_an_instant_is_written_in_utc_with_its_milliseconds() -> None:
    assert instant(1_652_313_659_007) == b"2022-05-12T00:00:59.007Z"

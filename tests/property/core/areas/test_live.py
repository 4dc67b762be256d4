"""A pace in service evaluates only when a result can change: the last set published is what it finds if evaluated anew."""

import orjson
from hypothesis import given, settings

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Mitigation
from schemas.findings.finding import Finding
from schemas.weather.message import WeatherReader
from schemas.weather.warning import WeatherMessage
from streams.core.area_record import DeclaredMeasure, LiveCells, PacePart, Weather
from streams.core.areas.pace import Pace
from streams.core.publishing import RESTATE_MS
from streams.core.workers.cells.sweep import all_cells
from streams.core.workers.judge import Judge
from tests.oracle.days import Pick
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pace.weeks import Scene, scene
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import Heard, fold, the_law
from tests.property.core.live import at_once

PLACES = the_law().places.known


def read(scene: Scene) -> tuple[list[Heard], list[WeatherMessage], list[Mitigation]]:
    """The history drawn: rows by time, weather, and what was declared."""
    reading = FeedReader(PLACES).read_lines([orjson.dumps(event) for event in scene.events])
    rows = [(platform, row) for platform, own in reading.rows_by_platform.items() for row in own]
    texts = [message["text"] for message in scene.messages]
    weather = [row for text in texts for row in WeatherReader(PLACES).read(text, arrival=None, offset=0).rows]
    return sorted(rows, key=lambda each: each[1].at), weather, reading.mitigations


def ticks(pick: Pick, weather: list[WeatherMessage]) -> list[int]:
    """Instants about all that is named, and some at random, in their order."""
    named = [
        at for row in weather for at in (row.sent, *(turn for each in row.begins for turn in (each.start, each.until)))
    ]
    first, last = min(named), max(named) + 2 * HOUR
    marks = [at + pick((-1, 0, 1, 40 * MINUTE, 90 * MINUTE, 100 * MINUTE)) for at in named]
    slots = range(first // (10 * MINUTE) * 10 * MINUTE, last, 10 * MINUTE)
    return sorted({*marks, *(at + pick((0, 0, 1, -1)) for at in slots if pick((True, False, False)))})


def asked_anew(said: list[PacePart], now: int) -> list[Finding]:
    pace = Pace(the_law())
    pace.fold(said, 0, now)
    return [finding for each in pace.everything(now) for finding in each.findings]


class Service:
    """A pace that evaluates at ticks, and the set last published of each area, and when (ms)."""

    def __init__(self) -> None:
        self.pace = Pace(the_law())
        self.last: dict[str, tuple[Finding, ...]] = {}
        self.said_at: dict[str, int] = {}

    def tick(self, now: int) -> None:
        for said in self.pace.evaluate_due(now):
            self.last[said.subject], self.said_at[said.subject] = said.findings, now

    def stale(self, now: int, anew: list[Finding]) -> list[str]:
        """The areas with other findings in the set last published, and that too long ago."""
        old = [subject for subject, at in self.said_at.items() if now - at >= RESTATE_MS]
        return [each for each in old if [*self.last[each]] != [f for f in anew if f.subject == each]]


@settings(max_examples=6)
@given(SEEDS)
def test_what_was_last_said_of_an_area_is_at_every_instant_what_it_says_when_asked_anew(seed: int) -> None:
    picked = built(lambda pick: (scene(pick), pick), seed)
    weeks, pick = picked
    rows, weather, declared = read(weeks)
    judge, service = Judge(the_law()), Service()
    service.pace.fold([DeclaredMeasure(declared), Weather([*weather])], 0, 0)

    for now in ticks(pick, weather):
        fold(judge, [row for row in rows if row[1].at <= now], now)
        rows = [row for row in rows if row[1].at > now]
        cells = LiveCells(0, 1, list(all_cells(judge, now).items()))
        service.pace.fold([cells], now, now)
        service.tick(now)

        anew = asked_anew([cells, DeclaredMeasure(declared), Weather([*weather])], now)
        assert at_once(f for findings in service.last.values() for f in findings) == at_once(anew)
        assert service.stale(now, anew) == []

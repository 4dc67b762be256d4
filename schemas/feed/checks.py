"""Checks well-formed events against the areas file, the topic and the arrival, and makes their rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.envelope import WorkerEvent
from schemas.feed.plain.forms import PlainEvent, PlainHeartbeat, PlainMitigation
from schemas.feed.reading import Mitigation, PlacesKnown, Reading
from schemas.feed.rows import row_of
from schemas.feed.telemetry import PlatformMitigation
from schemas.instants import HOUR_MS, MINUTE_MS, NEVER, Ms
from schemas.outside import outside
from schemas.refusal import Code, UnfitError
from schemas.wire_time import CLOCK, clocks, rests, stated_ms
from schemas.work import AnyRow, SessionRow, Sort

_PULSE: Final = Sort.PULSE

FUTURE_MS: Final = 5 * MINUTE_MS
"""The most by which an event may be later than its own arrival: clocks of platforms and broker differ by seconds, not minutes."""

OLD_MS: Final = 24 * HOUR_MS
"""The age from which on a row keeps the event's bytes. A judge keeps facts for 48 h behind a worker's last sign of life;
half of it leaves a day for records that wait in Kafka, and nearly every row goes without bytes."""


@dataclass(frozen=True, slots=True)
class EventChecker:
    """Checks events that came from one topic at one time.

    `platform_id` None: the platform is each event's own. `arrival` None (`check`, `replay`): no event is refused as from
    the future, and no row keeps its bytes. `latest`, `kept_before` (ms): later ones are refused, rows before keep their bytes.
    """

    places: PlacesKnown
    platform_id: str | None
    arrival: Ms | None
    latest: Ms = field(init=False)
    kept_before: Ms = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "latest", NEVER if self.arrival is None else self.arrival + FUTURE_MS)
        object.__setattr__(self, "kept_before", -NEVER if self.arrival is None else self.arrival - OLD_MS)

    def check_into(
        self, reading: Reading, events: Iterable[tuple[PlainEvent, int, int]], raw_of: Callable[[int], bytes]
    ) -> None:
        """Add each event, given with its offset and index, to the reading; `UnfitError` or `ValueError` at the first bad one."""
        for event, offset, index in events:
            row = self._row(event, offset, index, raw_of)
            if isinstance(row, Mitigation):
                reading.mitigations.append(row)
            else:
                reading.rows_by_platform.setdefault(event.platform_id, []).append(row)

    def check_plain_into(
        self, reading: Reading, events: Sequence[PlainEvent], offset: int, raw_of: Callable[[int], bytes]
    ) -> None:
        """The same for all events of one record of one platform that have their forms. The hot loop is here."""
        areas, earliest, latest = self.places.areas, self.kept_before, self.latest
        rows: list[AnyRow] = []
        for index, event in enumerate(events):
            text = event.occurred_at
            at = clocks[text[:CLOCK]] + rests[text[CLOCK:]]
            if type(event) is PlainHeartbeat and earliest <= at <= latest and event.published_at is None:
                # nine events of ten: spared the calls, as in `row_of`
                area = event.area if event.area in areas else self._other_place(event)
                rows.append(
                    SessionRow(event.worker_id, at, area, event.sector, offset, index, None, event.session_id, _PULSE)
                )
                continue
            row = self._row(event, offset, index, raw_of)
            if isinstance(row, Mitigation):
                reading.mitigations.append(row)
            else:
                rows.append(row)
        for platform in {event.platform_id for event in events}:
            self._check_platform(platform)
            if rows:
                reading.rows_by_platform[platform] = rows

    def _row(self, event: PlainEvent, offset: int, index: int, raw_of: Callable[[int], bytes]) -> AnyRow | Mitigation:
        at = published_at = stated_ms(event.occurred_at)
        if event.published_at is not None:
            published_at = stated_ms(event.published_at)
        raw = raw_of(index) if at < self.kept_before else None
        area = event.area if event.area in self.places.areas else self._other_place(event)
        row = row_of(event, area, at, published_at, offset, index, raw)
        self._check_platform(event.platform_id)
        if at > self.latest or published_at > self.latest:
            raise _from_the_future(event, at > self.latest)
        return row

    def _check_platform(self, given: str) -> None:
        if given != self.platform_id is not None:
            raise UnfitError(Code.PLATFORM_MISMATCH, f"platform_id: {given} is given; allowed: {self.platform_id}")

    def _other_place(self, event: PlainEvent) -> str:
        """The area of an event that is none of the areas file, as a row has it; `UnfitError` where it is no place."""
        is_city = event.area in self.places.cities
        if is_city and isinstance(event, PlainMitigation):
            return event.area
        elsewhere = outside(event.area, self.places.own)
        if elsewhere is not None:
            return elsewhere
        what = "a city" if is_city else "not in the areas file"
        model = PlatformMitigation if isinstance(event, PlainMitigation) else WorkerEvent
        allowed = model.model_fields["area"].description
        raise UnfitError(Code.BAD_VALUE, f"area: {event.area[:40]!a} is given, {what}; allowed: {allowed}")


def _from_the_future(event: PlainEvent, occurred: bool) -> UnfitError:
    name, given = ("occurred_at", event.occurred_at) if occurred else ("published_at", event.published_at)
    return UnfitError(Code.FROM_THE_FUTURE, f"{name}: {given} is given; allowed: at most 5 min after it reached us")

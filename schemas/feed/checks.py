"""Checks well-formed events against the areas file, the topic and the arrival, and makes their rows. The hot loop is here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from schemas.feed.reading import Mitigation, PlacesKnown, Reading
from schemas.feed.rows import row_of
from schemas.feed.telemetry import AnyEvent, PlatformMitigation
from schemas.instants import HOUR_MS, MINUTE_MS, NEVER, Ms
from schemas.outside import outside
from schemas.refusal import Code, UnfitError
from schemas.wire_time import stated_ms

FUTURE_MS: Final = 5 * MINUTE_MS
"""The most by which an event may be later than its own arrival: clocks of platforms and broker differ by seconds, not minutes."""

OLD_MS: Final = 24 * HOUR_MS
"""The age from which on a row keeps the event's bytes. A judge keeps facts for 48 h behind a worker's last sign of life;
half of it leaves a day for records that wait in Kafka, and nearly every row goes without bytes."""


@dataclass(frozen=True, slots=True)
class EventChecker:
    """Checks events that came from one topic at one time.

    `platform_id` None: the platform is each event's own. `arrival` None (`check`, `replay`): no event is refused as from
    the future, and no row keeps its bytes.
    """

    places: PlacesKnown
    platform_id: str | None
    arrival: Ms | None

    def check_into(
        self,
        reading: Reading,
        events: Iterable[tuple[AnyEvent, int, int]],
        raw_of: Callable[[int], bytes],
    ) -> None:
        """Add each event, given with its offset and index, to the reading; `UnfitError` or `ValueError` at the first bad one."""
        latest = NEVER if self.arrival is None else self.arrival + FUTURE_MS
        kept_before = -NEVER if self.arrival is None else self.arrival - OLD_MS
        platform_id, areas, rows_by_platform = self.platform_id, self.places.areas, reading.rows_by_platform
        for event, offset, index in events:
            at = published_at = stated_ms(event.occurred_at)
            if event.published_at is not None:
                published_at = stated_ms(event.published_at)
            raw = raw_of(index) if at < kept_before else None
            area = event.area if event.area in areas else self._other_place(event)
            row = row_of(event, area, at, published_at, offset, index, raw)
            platform = event.platform_id
            if platform != platform_id is not None:
                raise UnfitError(Code.PLATFORM_MISMATCH, f"platform_id: {platform} is given; allowed: {platform_id}")
            if at > latest or published_at > latest:
                raise _from_the_future(event, at > latest)
            if isinstance(row, Mitigation):
                reading.mitigations.append(row)
            elif platform in rows_by_platform:
                rows_by_platform[platform].append(row)
            else:
                rows_by_platform[platform] = [row]

    def _other_place(self, event: AnyEvent) -> str:
        """The area of an event that is none of the areas file, as a row has it; `UnfitError` where it is no place."""
        is_city = event.area in self.places.cities
        if is_city and isinstance(event, PlatformMitigation):
            return event.area
        elsewhere = outside(event.area, self.places.own)
        if elsewhere is not None:
            return elsewhere
        what = "a city" if is_city else "not in the areas file"
        allowed = type(event).model_fields["area"].description
        raise UnfitError(Code.BAD_VALUE, f"area: {event.area[:40]!a} is given, {what}; allowed: {allowed}")


def _from_the_future(event: AnyEvent, occurred: bool) -> UnfitError:
    name, given = ("occurred_at", event.occurred_at) if occurred else ("published_at", event.published_at)
    return UnfitError(Code.FROM_THE_FUTURE, f"{name}: {given} is given; allowed: at most 5 min after it reached us")

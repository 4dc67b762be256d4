"""Instants of the commands of the duty desk: now, and those that a rota can be about."""

from datetime import UTC, datetime

import click

from alerts.routing.local_time import FIRST_MS, LAST_MS
from schemas.instants import Ms
from schemas.legal_days import DAY_MS
from streams.cli.options import Instant


class DutyInstant(Instant):
    """An instant from 2000 to 2198: a year behind it still has a date."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Ms:
        """The instant in ms."""
        at = super().convert(value, param, ctx)
        if not FIRST_MS <= at < LAST_MS - 366 * DAY_MS:
            self.fail(f"given {value!r}; allowed: an instant from 2000 to 2198", param, ctx)
        return at


def now_ms() -> Ms:
    """The beginning of this minute, in ms: tables of a rota are read to the minute."""
    return int(datetime.now(UTC).timestamp()) // 60 * 60_000

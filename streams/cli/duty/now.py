"""The instant at which a command runs, for commands whose answer is about now."""

from datetime import UTC, datetime

from schemas.instants import Ms


def now_ms() -> Ms:
    """The beginning of this minute, in ms: tables of a rota are read to the minute."""
    return int(datetime.now(UTC).timestamp()) // 60 * 60_000

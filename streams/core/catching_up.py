"""Which platforms are catching up: sending now what happened long ago, as after an outage.

While a platform is, what it has not sent yet looks like silence. Its workers are asked about once it is through, or once
they have waited long enough, so that a back-fill does not raise a thousand leads that it withdraws a minute later.
"""

FRESH_MS = 600_000
"""A platform whose newest event is at most this old is not catching up."""

HEARD_MS = 5_000
"""One that has not been heard of for this long is not catching up, it is dark."""

PATIENCE_MS = 120_000
"""A worker waits no longer than this for a platform that is catching up; so no platform can hold a finding off."""


class CatchingUp:
    """Mutable: it remembers of each platform when it was heard, and the latest instant that it spoke of."""

    def __init__(self) -> None:
        self._heard: dict[str, int] = {}
        self._newest: dict[str, int] = {}

    def heard(self, platform: str, at: int, now: int) -> None:
        """A platform spoke at `now` of the instant `at` (both ms)."""
        self._heard[platform] = now
        self._newest[platform] = max(at, self._newest.get(platform, at))

    def platforms(self, now: int) -> frozenset[str]:
        """The platforms that are catching up at `now` (ms)."""
        return frozenset(
            platform
            for platform, heard in self._heard.items()
            if now - heard <= HEARD_MS and now - self._newest[platform] > FRESH_MS
        )

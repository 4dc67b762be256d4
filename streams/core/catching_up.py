"""The platforms that are catching up: sending now what happened long ago, as after an outage.

While a platform is, what it has not sent yet looks like silence. Its workers are evaluated once it is through, once another
platform has news of them, or once they have waited long enough, so that a back-fill does not raise a thousand leads that it
withdraws a minute later.
"""

FRESH_MS = 600_000
"""A platform whose newest event is at most this old is not catching up."""

DARK_MS = 5_000
"""A platform from which nothing came for this long is not catching up, it is dark."""

PATIENCE_MS = 120_000
"""A worker waits no longer than this for a platform that is catching up; so no platform can hold a finding off."""


class CatchingUp:
    """The arrival of each platform's last event, and the latest instant of any. Mutable."""

    def __init__(self) -> None:
        self._received: dict[str, int] = {}
        self._newest: dict[str, int] = {}

    def received(self, platform: str, at: int, now: int) -> None:
        """Note that an event of the instant `at` came from a platform at `now` (both ms)."""
        self._received[platform] = now
        self._newest[platform] = max(at, self._newest.get(platform, at))

    def platforms(self, now: int) -> frozenset[str]:
        """The platforms that are catching up at `now` (ms)."""
        return frozenset(
            platform
            for platform, received in self._received.items()
            if now - received <= DARK_MS and now - self._newest[platform] > FRESH_MS
        )

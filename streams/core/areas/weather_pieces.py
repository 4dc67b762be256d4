"""Weather messages as a pace partition stores them: in numbered pieces, of which a checkpoint writes those that changed."""

from collections.abc import Collection, Iterable
from typing import Final

from schemas.weather.warning import WeatherMessage

MOST: Final = 64
"""Messages of a piece: with a text of 2 kB each a quarter of what a unit of state may be. One more message writes it anew."""


class WeatherPieces:
    """Mutable: messages in the order in which they came. `dirty`: the numbers of pieces that changed since they were dumped."""

    def __init__(self) -> None:
        self.dirty: set[int] = set()
        self._pieces: dict[int, list[WeatherMessage]] = {}
        self._last = 0

    def add(self, messages: Iterable[WeatherMessage]) -> None:
        """Add messages that are new, to the last piece as long as there is room."""
        for each in messages:
            if len(self._pieces.get(self._last, ())) >= MOST:
                self._last += 1
            self._pieces.setdefault(self._last, []).append(each)
            self.dirty.add(self._last)

    def load(self, number: int, messages: Iterable[WeatherMessage]) -> None:
        """Take over a piece as it was dumped."""
        self._pieces[number] = list(messages)
        self._last = max(self._last, number)

    def get(self, number: int) -> list[WeatherMessage] | None:
        """A piece; None where it is no more."""
        return self._pieces.get(number)

    def keep(self, messages: Collection[WeatherMessage]) -> None:
        """Forget all but these messages."""
        for number, piece in list(self._pieces.items()):
            kept = [each for each in piece if each in messages]
            if len(kept) < len(piece):
                self.dirty.add(number)
                self._pieces[number] = kept
                if not kept:
                    del self._pieces[number]

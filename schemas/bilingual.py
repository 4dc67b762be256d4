"""A name or a few words in both languages that people read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in Chinese and in English."""

    zh: str
    en: str


def noun(count: int, one: str, many: str = "") -> str:
    """An English noun in the singular or plural of a count. `many` is the plural; without it, `one` with an s.

    >>> noun(1, "order"), noun(0, "order"), noun(2, "is", "are")
    ('order', 'orders', 'are')
    """
    return one if count == 1 else many or f"{one}s"

"""A name or a few words in both languages that people read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in Chinese and in English."""

    zh: str
    en: str

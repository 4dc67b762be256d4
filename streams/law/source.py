"""The source of an entry of the law: where it can be read."""

from dataclasses import dataclass

from schemas.legal_days import Day


@dataclass(frozen=True, slots=True)
class Source:
    """The document and article that a value is read in or derived from.

    `article`, `address` and `quote` may be empty; `published` is `None` where the day is not known.
    """

    document: str
    article: str
    address: str
    quote: str
    published: Day | None

    def __str__(self) -> str:
        """Document, article and address in one line."""
        return " ".join(part for part in (self.document, self.article, self.address) if part)

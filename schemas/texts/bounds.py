"""The bounds of files that people write: their size, depth and number of parts, and what their faults state."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextBounds:
    """The bounds of one kind of file.

    `depth`: most levels of nesting; the deepest of our own files has 5, and the YAML reader recurses once a level. `parts`: most
    parts of a file with aliases expanded; 100,000 are fifty times our largest file, and read in a second. `characters`: the
    most of a text. `aliases`: anchors and aliases are allowed. `columns`: faults state the column beside the line. `masked`: keys
    whose values no fault repeats. `example`: the words for a file of this kind that is not empty.
    """

    depth: int = 20
    parts: int = 100_000
    characters: int = 1 << 20
    aliases: bool = True
    columns: bool = False
    masked: frozenset[str] = frozenset()
    example: str = "a law file with at least one section"

    def shown(self, text: str) -> str:
        """The text as a fault repeats it. Where values are masked, no address is, wherever it was put: it may hold a key.

        >>> TextBounds(masked=frozenset({"address"})).shown("the key 'https://x/?key=1'"), LAW_BOUNDS.shown("https://x")
        ('an address that is not repeated here', 'https://x')
        """
        names_one = "://" in text or any(f"{name!r}:" in text for name in self.masked)
        return "an address that is not repeated here" if self.masked and names_one else text


LAW_BOUNDS = TextBounds()
"""Those of the law files."""

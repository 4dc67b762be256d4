"""One fault of a file that people write, with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """One fault of a file. `line` and `column` count from 1, `where` is the path of keys, `allowed` the right values.

    `column` is 0 where it is not stated.
    """

    file: str
    line: int
    where: str
    given: str
    allowed: str
    column: int = 0

    def __str__(self) -> str:
        """The fault in one line, beginning with `file:line` and the column where one is stated."""
        column = f":{self.column}" if self.column else ""
        place = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}{column}: {place}given {self.given}; allowed {self.allowed}"

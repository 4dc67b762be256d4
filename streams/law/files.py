"""Reads the packaged law files and a directory laid over them. The only module of the law that touches files."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from streams.law.errors import LawError, LawFault
from streams.law.loader import load_law
from streams.law.table import Law


def packaged_law(overlay: Path | None = None) -> Law:
    """The law of this release, with the `*.yaml` files of a directory laid over it; `LawError` with all faults."""
    laid_over = {} if overlay is None else _texts(_listed(overlay))
    return load_law(_texts(files("streams.law").iterdir()), laid_over)


def _listed(directory: Path) -> list[Path]:
    try:
        return sorted(directory.iterdir())
    except OSError as error:
        fault = LawFault(str(directory), 1, "", f"a directory that cannot be read ({error.strerror})", "a readable one")
        raise LawError([fault]) from error


def _texts(entries: Iterable[Traversable]) -> dict[str, str]:
    return {entry.name: _text(entry) for entry in entries if entry.name.endswith(".yaml")}


def _text(entry: Traversable) -> str:
    try:
        return entry.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(
            [LawFault(entry.name, 1, "", f"a file that cannot be read ({error})", "text in UTF-8")]
        ) from error

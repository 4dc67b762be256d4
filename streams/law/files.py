"""Reads the packaged law files and a directory laid over them. The only module of the law that touches files."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from schemas.texts.fault import FileFault
from streams.law.errors import LawError
from streams.law.reading.loader import load_law
from streams.law.review.overlaid import Overlay
from streams.law.table import Law

MOST_BYTES = 1 << 20
"""Most bytes of a law file: fifty times our largest."""


def packaged_law(overlay: Path | None = None) -> Law:
    """Load the law of this release, with the `*.yaml` files of a directory laid over it; `LawError` with all faults."""
    laid_over = {} if overlay is None else _texts(_listed(overlay))
    return load_law(_texts(files("streams.law").iterdir()), laid_over)


def overlay_of(overlay: Path) -> Overlay:
    """Compare the files of a directory with the law of this release; `LawError` with all faults."""
    return Overlay(
        packaged_law(), packaged_law(overlay), _texts(files("streams.law").iterdir()), _texts(_listed(overlay))
    )


def _listed(directory: Path) -> list[Path]:
    try:
        return sorted(directory.iterdir())
    except OSError as error:
        fault = FileFault(
            str(directory), 1, "", f"a directory that cannot be read ({error.strerror})", "a readable one"
        )
        raise LawError([fault]) from error


def _texts(entries: Iterable[Traversable]) -> dict[str, str]:
    return {entry.name: _text(entry) for entry in entries if entry.name.endswith(".yaml")}


def _text(entry: Traversable) -> str:
    if isinstance(entry, Path):
        _check_file(entry)
    try:
        return entry.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LawError(
            [FileFault(entry.name, 1, "", f"a file that cannot be read ({error})", "text in UTF-8")]
        ) from error


def _check_file(path: Path) -> None:
    """Refuse all but regular files of a bounded size: reading a pipe would wait for ever, a device never end."""
    try:
        size = path.stat().st_size
    except OSError:  # reading it raises the error that is reported
        return
    if not path.is_file():
        raise LawError([FileFault(path.name, 1, "", "something that is no regular file", "a file, or a link to one")])
    if size > MOST_BYTES:
        raise LawError([FileFault(path.name, 1, "", f"{size:,} bytes", f"at most {MOST_BYTES:,}")])

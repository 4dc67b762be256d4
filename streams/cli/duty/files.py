"""Reads the packaged competences and terms and a duty folder laid over them, with the law's places, into a `Routing`."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from alerts.routing import Routing, RoutingError
from schemas.texts.fault import FileFault
from streams.cli.output import Unusable

MOST_BYTES: Final = 1 << 20
"""Most bytes of a duty file: a thousand shifts."""

PACKAGED: Final = ("competence.yaml", "terms.yaml")

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def duty_option(command: Decorated) -> Decorated:
    """`--duty DIR`, else the environment variable `SHIFTWARDEN_DUTY`."""
    return click.option(
        "--duty",
        "duty",
        metavar="DIR",
        envvar="SHIFTWARDEN_DUTY",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The duty folder: departments, people, rota, channels; also SHIFTWARDEN_DUTY.",
    )(command)


def given_folder(duty: Path | None) -> Path:
    """The duty folder of a command that does nothing without one; `Unusable` where none is given."""
    if duty is None:
        raise Unusable(
            "a duty folder is needed: --duty DIR or SHIFTWARDEN_DUTY; deploy/duty/sample is one to begin with"
        )
    return duty


def read_routing(duty: Path | None, places: Mapping[str, tuple[str, ...]]) -> Routing:
    """The routing of this release with a duty folder laid over it; `RoutingError` with all faults of its files.

    The files of the folder are read in the order of their names. `places`: by area the counties that it lies in.
    """
    return Routing.read(read_texts(duty), places)


def read_texts(duty: Path | None) -> dict[str, str]:
    """The texts of the packaged files and of the files of a duty folder; `RoutingError` with those that cannot be read."""
    texts = {name: files("alerts.routing").joinpath(name).read_text(encoding="utf-8") for name in PACKAGED}
    faults: list[FileFault] = []
    for file in [] if duty is None else _listed(duty):
        try:
            texts[str(file)] = _text(file)
        except (OSError, UnicodeDecodeError, _RefusedFileError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            faults.append(FileFault(str(file), 1, "", f"a file that cannot be read ({reason})", "text in UTF-8", 1))
    if faults:
        raise RoutingError(faults)
    return texts


def signature_of(duty: Path | None) -> tuple[tuple[str, int, int], ...]:
    """The names, sizes and times of change of the files of a folder; a file that is gone meanwhile is left out."""
    found = []
    for file in [] if duty is None else sorted(duty.glob("*.yaml")):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((file.name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def routing_of(duty: Path | None, places: Mapping[str, tuple[str, ...]]) -> Routing:
    """The same; `Unusable` with every fault where the files cannot be used."""
    try:
        return read_routing(duty, places)
    except RoutingError as error:
        raise Unusable(
            f"the duty files cannot be used:\n{error}\nCorrect them; `shiftwarden rota check` checks them again."
        ) from error


class _RefusedFileError(ValueError):
    """A file that is not read: no regular file, or too large."""


def _listed(folder: Path) -> list[Path]:
    """The duty files of a folder, in the order of their names. One without any is a fault, as while files are copied anew."""
    try:
        found = sorted(
            each for each in folder.iterdir() if each.name.endswith(".yaml") and not each.name.startswith(".")
        )
    except OSError as error:
        given = f"a folder that cannot be read ({error.strerror})"
        raise RoutingError([FileFault(str(folder), 1, "", given, "a readable one", 1)]) from error
    if not found:
        allowed = "at least one file *.yaml; deploy/duty/sample has one to begin with"
        raise RoutingError([FileFault(str(folder), 1, "", "a folder without a duty file", allowed, 1)])
    return found


def _text(file: Path) -> str:
    """The text of a regular file of a bounded size: reading a pipe would wait for ever, a device never end."""
    size = file.stat().st_size
    if not file.is_file():
        raise _RefusedFileError("no regular file")
    if size > MOST_BYTES:
        raise _RefusedFileError(f"{size:,} bytes, at most {MOST_BYTES:,}")
    return file.read_text(encoding="utf-8-sig")

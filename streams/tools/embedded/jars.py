"""The broker's jars: fetched once from Maven Central, kept in the user's cache, checked against `jars.json` at each start.

`jars.json` pins every jar by coordinates and SHA-256: Apache Kafka 4.3.1 with all that it needs at run time, and
slf4j-simple, without which the broker logs no reason when it fails. The jars are gathered aside and get their folder's
final name only when all are there, so an interrupted or a parallel download never leaves half a broker. Decides
nothing about running the broker.
"""

import hashlib
import json
import os
import pwd
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import truststore
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from streams.broker.errors import EmbeddedKafkaError

VERSION = "4.3.1"
"""The release of Apache Kafka that is run."""


def default_cache() -> Path:
    """The folder for what can be fetched again: `$XDG_CACHE_HOME/shiftwarden`, else `~/.cache/shiftwarden`.

    An empty HOME is none; then the home folder is that of the system's list of users. Raises `EmbeddedKafkaError` for
    a user who is not in it.
    """
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "shiftwarden"
    try:
        home = os.environ.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir
    except KeyError as error:
        raise EmbeddedKafkaError("There is no place for Kafka's jars: set HOME or XDG_CACHE_HOME.") from error
    return Path(home) / ".cache" / "shiftwarden"


def fetch_jars(cache: Path, report: Callable[[str], None]) -> list[Path]:
    """The broker's jars as files, out of `cache` or, the first time, from Maven Central.

    Every jar is read and compared, each time (54 MB, a tenth of a second): one that was changed since is code of somebody
    else's. It is fetched anew. `report` gets one line before a download. Safe in several processes at once. Raises
    `EmbeddedKafkaError` when a jar cannot be fetched or is not the one that is pinned.
    """
    folder = cache / f"kafka-{VERSION}"
    pinned = _pinned()
    try:
        wanted = {one: digest for one, digest in pinned.items() if _digest(folder / _file_name(one)) != digest}
        if wanted:
            report(_intention(folder, wanted))
            cache.mkdir(parents=True, exist_ok=True)
            with trust_of_this_machine():
                _fetch(folder, wanted)
    except (OSError, RuntimeError) as error:  # raised by requests and jgo: no network, no disk, no such jar
        raise EmbeddedKafkaError(
            f"Apache Kafka {VERSION} could not be fetched into {folder}: {error}. It needs 120 MB there and"
            f" https access to {MAVEN_CENTRAL_URL}. Try again, set XDG_CACHE_HOME to another folder, copy"
            f" {folder} from a machine that has it, or name a broker that runs already."
        ) from error
    return [folder / _file_name(coordinates) for coordinates in pinned]


@contextmanager
def trust_of_this_machine() -> Iterator[None]:
    """Inside, TLS goes by the certificates that the operating system trusts, as pip does, not by those of a package.

    An office's network may have a certificate of its own.
    """
    truststore.inject_into_ssl()
    try:
        yield
    finally:
        truststore.extract_from_ssl()


def _digest(jar: Path) -> str | None:
    """The SHA-256 of a file; None where there is none."""
    try:
        with jar.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def _intention(folder: Path, wanted: dict[str, str]) -> str:
    if not folder.is_dir():
        return f"Fetching Apache Kafka {VERSION} from Maven Central, once: {len(wanted)} jars, 54 MB, into {folder}"
    names = ", ".join(_file_name(one) for one in wanted)
    return f"In {folder} these are missing or are not the jars that are pinned; they are fetched anew: {names}"


def _pinned() -> dict[str, str]:
    text = resources.files("streams.tools.embedded").joinpath("jars.json").read_text(encoding="utf-8")
    pins: dict[str, str] = json.loads(text)
    return pins


def _fetch(folder: Path, wanted: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=folder.parent) as aside:
        maven = MavenContext(repo_cache=Path(aside) / "maven")
        gathered = Path(aside) / "jars"
        gathered.mkdir()
        for coordinates, digest in wanted.items():
            jar = download(maven, coordinates)
            if _digest(jar) != digest:
                raise EmbeddedKafkaError(f"{coordinates} as served is not the jar that is pinned; it was thrown away.")
            jar.rename(gathered / _file_name(coordinates))
        _move(gathered, folder)


def _move(gathered: Path, folder: Path) -> None:
    """Move the jars to their folder: all at once, or, where it exists already, one after the other."""
    if not folder.is_dir():
        try:
            gathered.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another process was first
                raise
        else:
            return
    for jar in gathered.iterdir():
        jar.replace(folder / jar.name)


def download(maven: MavenContext, coordinates: str) -> Path:
    """One jar, by `group:artifact:version`, in the cache of the context."""
    group, artifact, version = coordinates.split(":")
    return Path(maven.project(group, artifact).at_version(version).artifact().resolve())


def _file_name(coordinates: str) -> str:
    _, artifact, version = coordinates.split(":")
    return f"{artifact}-{version}.jar"

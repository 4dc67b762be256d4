import os
import pwd
import shutil
from pathlib import Path

import pytest

from streams.broker.errors import EmbeddedKafkaError
from streams.tools.embedded.jars import default_cache, fetch_jars


def test_without_network_the_error_says_what_is_needed_and_nothing_half_fetched_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    said: list[str] = []

    with pytest.raises(EmbeddedKafkaError, match=r"could not be fetched .* https access"):
        fetch_jars(tmp_path, said.append)

    assert len(said) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddedKafkaError, match=str(tmp_path / "file")):
        fetch_jars(tmp_path / "file" / "cache", print)


def test_jars_that_are_there_are_used_without_a_word(kafka: object) -> None:
    said: list[str] = []

    jars = fetch_jars(default_cache(), said.append)

    assert kafka
    assert said == []
    assert all(jar.is_file() for jar in jars)


def test_a_changed_jar_and_a_missing_one_are_fetched_anew_and_the_others_are_not(
    kafka: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kafka
    jars = fetch_jars(copied_cache(tmp_path), print)
    changed, missing, others = jars[3], jars[7], [*jars[:3], *jars[4:7], *jars[8:]]
    good = {jar: jar.read_bytes() for jar in (changed, missing)}
    served: list[str] = []

    def serve(_: object, coordinates: str) -> Path:
        served.append(coordinates)
        _, artifact, version = coordinates.split(":")
        jar = tmp_path / f"served-{artifact}"
        jar.write_bytes(good[changed.with_name(f"{artifact}-{version}.jar")])
        return jar

    monkeypatch.setattr("streams.tools.embedded.jars.download", serve)
    changed.write_bytes(good[changed] + b"\0")
    missing.unlink()
    before = [jar.stat().st_mtime_ns for jar in others]
    said: list[str] = []

    assert fetch_jars(tmp_path, said.append) == jars

    assert {jar: jar.read_bytes() for jar in (changed, missing)} == good
    assert [jar.stat().st_mtime_ns for jar in others] == before
    assert len(served) == 2
    assert len(said) == 1
    assert changed.name in said[0]
    assert missing.name in said[0]


def test_a_changed_jar_that_cannot_be_fetched_anew_is_refused(
    kafka: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kafka
    jars = fetch_jars(copied_cache(tmp_path), print)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    jars[0].write_bytes(b"another's code")
    said: list[str] = []

    with pytest.raises(EmbeddedKafkaError, match="could not be fetched"):
        fetch_jars(tmp_path, said.append)

    assert jars[0].name in said[0]


def copied_cache(folder: Path) -> Path:
    """The jars of this machine in a cache of the test's own."""
    for one in default_cache().glob("kafka-*"):
        shutil.copytree(one, folder / one.name)
    return folder


def test_an_empty_home_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "")

    assert default_cache() == Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "shiftwarden"


def test_a_cache_folder_that_was_named_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert default_cache() == tmp_path / "shiftwarden"

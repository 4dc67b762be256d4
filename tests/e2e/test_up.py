"""`shiftwarden up` on a machine that misbehaves: killed children, a full disk, a second one on the same folder."""

import os
import re
import signal
import stat
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from streams.metrics_client import pulse
from tests.e2e.demo import PROGRAM, PROJECT, Born, Demo, alive, children, running
from tests.servers.live import wait_until

LONG_S = 240
"""A start on a busy machine."""


@contextmanager
def running_up(folder: Path, *options: str) -> Iterator[Demo]:
    """An installation with one worker in `folder/data`, from when it says that all is up."""
    with running(folder / "out.txt", "up", "--data", str(folder / "data"), "--workers", "1", *options) as up:
        wait_until(lambda: "Ctrl-C ends it" in up.said or up.process.poll() is not None, "it is up", LONG_S)
        assert up.process.poll() is None, up.said
        yield up


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, Path]]:
    folder = tmp_path_factory.mktemp("up")
    before = os.umask(0o022)
    try:
        with running_up(folder) as up:
            yield up, folder / "data"
    finally:
        os.umask(before)


def broker_of(up: Demo) -> int | None:
    """The broker's process id."""
    found = [born.pid for born in children(up.process.pid) if b"kafka.Kafka" in command_line(born)]
    return found[0] if found else None


def worker_of(up: Demo) -> int | None:
    """The worker's process id."""
    found = [born.pid for born in children(up.process.pid) if b"worker\0" in command_line(born)]
    return found[0] if found else None


def command_line(born: Born) -> bytes:
    try:
        return Path(f"/proc/{born.pid}/cmdline").read_bytes()
    except OSError:  # it ended while we looked
        return b""


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def feeds_at(up: Demo) -> list[str]:
    return re.findall(r"Feeds go to ([\d.:]+)", up.said)


def modes(paths: Iterable[Path]) -> dict[Path, int]:
    """The rights of group and others on each file; one that the broker has removed meanwhile is left out."""
    found = {}
    for path in paths:
        with suppress(FileNotFoundError):
            found[path] = path.lstat().st_mode
    return found


def test_nothing_that_it_makes_can_be_read_by_others(installation: tuple[Demo, Path]) -> None:
    up, data = installation
    wait_until(lambda: pulse(up.metrics).answered == 1, "the worker is there", LONG_S)

    seen = modes([data, *data.rglob("*")])

    assert {one.name for one in seen} >= {"ledger.db", "worker-0.log", "broker.log", "server.properties", "metrics"}
    assert [one for one, mode in seen.items() if mode & (stat.S_IRWXG | stat.S_IRWXO)] == []


def test_a_second_one_on_the_folder_says_who_has_it_and_touches_nothing(installation: tuple[Demo, Path]) -> None:
    up, data = installation
    before = broker_of(up)

    second = subprocess.run(
        [*PROGRAM, "up", "--data", str(data)], capture_output=True, text=True, cwd=PROJECT, timeout=LONG_S, check=False
    )

    assert second.returncode == 2
    assert second.stderr == f"Error: {data} is in use by process {up.process.pid}: end that, or name another folder.\n"
    assert second.stdout == ""
    assert (broker_of(up), "has ended" in up.said) == (before, False)


def test_a_broker_that_is_killed_is_started_again_at_its_address(installation: tuple[Demo, Path]) -> None:
    up, data = installation

    kill(broker_of(up))

    up.wait_for("the broker has ended (killed by SIGKILL) and is started again in 1 s; see ", LONG_S)
    up.wait_for(f"the broker is up again at {feeds_at(up)[0]}\n", LONG_S)
    assert (data / "kafka" / "broker.log.1").exists()


def test_a_worker_that_is_killed_is_started_again_at_its_address(installation: tuple[Demo, Path]) -> None:
    up, _ = installation
    wait_until(lambda: pulse(up.metrics).answered == 1, "the worker is there", LONG_S)
    killed = worker_of(up)

    kill(killed)

    up.wait_for("worker 0 has ended (killed by SIGKILL; after ", LONG_S)
    wait_until(lambda: worker_of(up) not in (None, killed), "there is another", LONG_S)
    wait_until(lambda: pulse(up.metrics).answered == 1, "it answers where the other did", LONG_S)


def test_a_broker_that_does_not_start_is_tried_again_and_ctrl_c_ends_all_meanwhile(tmp_path: Path) -> None:
    with running_up(tmp_path) as up:
        meta = tmp_path / "data" / "kafka" / "data" / "meta.properties"
        good = meta.read_text()
        meta.write_text(good.replace("node.id=1", "node.id=7"))
        kill(broker_of(up))
        up.wait_for("the broker does not start, the next try is in 2 s; see ", LONG_S)
        up.wait_for("the broker does not start, the next try is in 4 s; see ", LONG_S)
        meta.write_text(good)
        up.wait_for("the broker is up again", LONG_S)

        meta.write_text(good.replace("node.id=1", "node.id=7"))
        failed = up.said.count("does not start")
        kill(broker_of(up))
        wait_until(lambda: up.said.count("does not start") > failed, "it does not start again", LONG_S)
        started = children(up.process.pid)

        assert up.end(signal.SIGINT) == 0
        assert alive(started) == set()
        assert up.said.endswith("stopped; nothing is left running\n")
        meta.write_text(good)

    addresses = (feeds_at(up), up.metrics)
    with running_up(tmp_path) as again:
        assert (feeds_at(again), again.metrics) == addresses


def test_an_address_that_is_malformed_or_in_use_is_refused_with_its_option(tmp_path: Path) -> None:
    for words, told in {
        ("--listen", "9094"): "'--listen': given '9094'; allowed: HOST:PORT",
        ("--listen", "127.0.0.1:70000"): "'--listen': given '127.0.0.1:70000'",
        ("--metrics", "0.0.0.0:9100"): "'--metrics': given '0.0.0.0:9100'; allowed: ports of 127.0.0.1",
        ("--advertise", "kafka.city.example"): "given --advertise; allowed: with a --listen",
        ("--listen", "192.0.2.1:9094"): "Port 9094 of 192.0.2.1 cannot be had: this machine has no such address",
    }.items():
        refused = subprocess.run(
            [*PROGRAM, "up", "--data", str(tmp_path / "data"), *words],
            capture_output=True, text=True, cwd=PROJECT, timeout=LONG_S, check=False,
        )  # fmt: skip

        assert refused.returncode == 2
        assert told in refused.stderr.replace("\n", " "), refused.stderr
        assert "Traceback" not in refused.stderr
        assert "--listen" in refused.stderr or "--metrics" in refused.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 64 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", disk], capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("a disk cannot be mounted by this user")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_broker_that_died_of_a_full_disk_is_started_again_when_there_is_room(small_disk: Path) -> None:
    with running_up(small_disk) as up:
        fill(small_disk / "filler")
        up.wait_for("the broker has ended", LONG_S)
        up.wait_for(f"the disk of {small_disk / 'data'} is full: 0 of 67 MB are free; make room", LONG_S)

        (small_disk / "filler").unlink()

        up.wait_for("the broker is up again", LONG_S)


def fill(file: Path) -> None:
    """Write until there is no room."""
    with file.open("wb", buffering=0) as out:
        for size in (1 << 16, 1):
            try:
                while out.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue

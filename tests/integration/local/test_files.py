"""Files of one machine: who may read them, who holds the folder, how large logs grow, where there is room."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from streams.broker.errors import AddressRefusedError, FolderInUseError
from streams.tools.embedded import free_ports, rotation
from streams.tools.embedded.lock import FolderLock
from streams.tools.embedded.private import private_files, private_folder, write_private
from streams.tools.local.disk import fullness
from streams.tools.local.listening import ANYWHERE, Listening, metrics_addresses
from streams.tools.local.own_files import close_own_files

HOLD = (
    "import sys, time, pathlib; from streams.tools.embedded.lock import FolderLock\n"
    "FolderLock(pathlib.Path(sys.argv[1])).acquire(); print('held', flush=True); time.sleep(600)"
)


def open_to_others(folder: Path) -> list[Path]:
    """The files that group or others have rights on, the folder with them."""
    return [one for one in (folder, *folder.rglob("*")) if one.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]


def test_a_folder_is_held_by_one_and_free_again_when_it_lets_go(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.acquire()
    first.acquire()

    with pytest.raises(FolderInUseError, match=f"{tmp_path} is in use by process {os.getpid()}"):
        second.acquire()

    first.release()
    second.acquire()
    second.release()


def test_the_folder_of_a_process_that_is_killed_is_free_at_once(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        lock = FolderLock(tmp_path)
        with pytest.raises(FolderInUseError, match=f"in use by process {holder.pid}"):
            lock.acquire()

        holder.kill()
        holder.wait()

    lock.acquire()
    lock.release()


def test_a_child_does_not_hold_the_folder_after_its_parent(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.acquire()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        lock.release()

        other = FolderLock(tmp_path)
        other.acquire()

        other.release()
        child.kill()


def test_what_is_made_inside_is_its_owners_alone_and_the_umask_is_as_before_after(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with private_files():
            (tmp_path / "folder").mkdir()
            (tmp_path / "folder" / "file").touch()
            subprocess.run(["touch", tmp_path / "folder" / "of-a-child"], check=True)
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)

    assert open_to_others(tmp_path / "folder") == []


def test_an_older_folder_is_closed_with_all_in_it_and_links_are_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch(0o644)
    folder = tmp_path / "kafka"
    (folder / "data" / "topic-0").mkdir(parents=True)
    (folder / "data" / "topic-0" / "log").touch()
    (folder / "link").symlink_to(elsewhere)
    for path in (folder, folder / "data", folder / "data" / "topic-0"):
        path.chmod(0o755)
    mode = elsewhere.stat().st_mode

    private_folder(folder)

    assert [one for one in open_to_others(folder) if not one.is_symlink()] == []
    assert elsewhere.stat().st_mode == mode


def test_a_private_file_is_replaced_whole_and_was_never_open(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)

    write_private(file, "new")

    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]


def test_a_folder_of_ours_alone_is_closed_and_one_with_other_things_is_left_with_a_warning(tmp_path: Path) -> None:
    for name in ("ledger.db", "ledger.db-wal", "worker-0.log", "worker-0.log.1"):
        (tmp_path / name).touch(0o644)
    tmp_path.chmod(0o755)

    assert list(close_own_files(tmp_path)) == []
    assert open_to_others(tmp_path) == []

    tmp_path.chmod(0o755)
    (tmp_path / "somebody's").touch(0o644)
    warnings = list(close_own_files(tmp_path))

    assert len(warnings) == 1
    assert f"chmod 700 {tmp_path}" in warnings[0]
    assert {one.name for one in open_to_others(tmp_path)} == {tmp_path.name, "somebody's"}


def test_a_log_that_is_written_is_cut_when_it_is_long_and_keeps_a_number_of_older_parts(tmp_path: Path) -> None:
    log = tmp_path / "worker-0.log"
    with log.open("ab", buffering=0) as writer:
        for number in range(7):
            writer.write(f"{number}".encode() * 1001)
            assert rotation.cut_when_long(log, most=1000)
        writer.write(b"last")
        assert not rotation.cut_when_long(log, most=1000)

    assert log.read_bytes() == b"last"
    parts = {one.name: one.read_bytes()[:1] for one in tmp_path.iterdir() if one != log}
    assert parts == {f"worker-0.log.{n}": f"{7 - n}".encode() for n in (1, 2, 3, 4)}


def test_a_log_that_cannot_be_copied_is_cut_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", no_room)
    log = tmp_path / "worker-0.log"
    log.write_bytes(b"x" * 2000)
    (tmp_path / "worker-0.log.1").touch()

    assert rotation.cut_when_long(log, most=1000)

    assert log.read_bytes() == b""
    assert [one.name for one in tmp_path.iterdir()] == ["worker-0.log"]


def test_a_log_of_an_earlier_run_is_set_aside_and_one_that_is_not_there_is_none(tmp_path: Path) -> None:
    log = tmp_path / "broker.log"
    rotation.set_aside(log)
    log.write_bytes(b"first")
    rotation.set_aside(log)
    log.write_bytes(b"second")
    rotation.set_aside(log)

    assert sorted((one.name, one.read_bytes()) for one in tmp_path.iterdir()) == [
        ("broker.log.1", b"second"),
        ("broker.log.2", b"first"),
    ]


def test_a_disk_without_room_is_said_with_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = {"free": 1 << 20}

    def told(_: Path) -> object:
        return shutil._ntuple_diskusage(40 << 20, 0, usage["free"])

    assert fullness(tmp_path) is None
    monkeypatch.setattr(shutil, "disk_usage", told)

    assert fullness(tmp_path) == f"the disk of {tmp_path} is full: 1 of 42 MB are free; make room"
    usage["free"] = 3 << 20
    assert fullness(tmp_path) is None
    assert fullness(tmp_path / "gone") is None


def test_ports_that_are_to_last_are_the_same_the_next_time_and_are_completed(tmp_path: Path) -> None:
    asked = Listening(lasting=True)

    first = metrics_addresses(asked, tmp_path / "metrics", 2)
    more = metrics_addresses(asked, tmp_path / "metrics", 3)
    fewer = metrics_addresses(asked, tmp_path / "metrics", 1)

    assert first == more[:2]
    assert fewer == more[:1]
    assert len(set(more)) == 3
    assert all(int(one.rpartition(":")[2]) in free_ports.METRICS_PORTS for one in more)
    assert metrics_addresses(asked, tmp_path / "metrics", 3) == more


def test_ports_that_need_not_last_leave_no_file(tmp_path: Path) -> None:
    assert len(metrics_addresses(ANYWHERE, tmp_path / "metrics", 2)) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_in_use_is_an_error_that_names_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(AddressRefusedError, match=rf"port {port} of 127\.0\.0\.1 is in use"):
            metrics_addresses(Listening(metrics=(f"127.0.0.1:{port}",)), tmp_path / "metrics", 1)


def test_an_address_that_this_machine_does_not_have_is_no_port_in_use() -> None:
    assert "no such address" in str(free_ports.unavailable_reason("192.0.2.1", 9094))
    assert "no such address" in str(free_ports.unavailable_reason("no-such-host.invalid", 9094))

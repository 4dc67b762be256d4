import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from streams.broker.errors import EmbeddedKafkaError, FolderInUseError
from streams.broker.topics import ensure_topics
from streams.tools.embedded.kafka import EmbeddedKafka
from streams.tools.embedded.lock import FolderLock
from tests.integration.embedded.records import read, write
from tests.integration.embedded.wanted import Wanted
from tests.servers.kafka import running_kafka


def processes_naming(folder: Path) -> list[str]:
    """The command lines of all processes that name the folder."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended while we looked
            continue
        if str(folder) in line:
            lines.append(line)
    return lines


def eventually(true: Callable[[], bool], seconds: float = 120) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return true()


@pytest.mark.parametrize("codec", [None, "gzip", "snappy", "lz4", "zstd"])
def test_a_record_of_every_codec_comes_back_as_it_was_sent(kafka: EmbeddedKafka, codec: str | None) -> None:
    topic = f"codec-{codec}"
    ensure_topics(kafka.address, [Wanted(topic)])

    write(kafka.address, topic, [b"x" * 10_000], codec)

    assert read(kafka.address, topic, 1) == [b"x" * 10_000]


def test_a_stopped_broker_comes_back_with_its_data_at_its_address(tmp_path: Path) -> None:
    with running_kafka(tmp_path) as broker:
        address = broker.address
        ensure_topics(address, [Wanted("kept")])
        write(address, "kept", [b"1", b"2"])

        broker.stop()
        broker.start()

        assert broker.address == address
        assert read(address, "kept", 2) == [b"1", b"2"]


def test_a_killed_broker_comes_back_with_what_it_acknowledged(tmp_path: Path) -> None:
    with running_kafka(tmp_path) as broker:
        ensure_topics(broker.address, [Wanted("kept")])
        write(broker.address, "kept", [b"1", b"2"])

        broker.kill()
        broker.start()

        assert read(broker.address, "kept", 2) == [b"1", b"2"]


def test_another_object_on_the_same_folder_gets_the_same_address(tmp_path: Path) -> None:
    with EmbeddedKafka(tmp_path, heap_mb=256) as first:
        address = first.address

    with EmbeddedKafka(tmp_path, heap_mb=256) as second:
        assert second.address == address


def test_two_brokers_run_side_by_side_and_know_nothing_of_each_other(kafka: EmbeddedKafka, tmp_path: Path) -> None:
    ensure_topics(kafka.address, [Wanted("here")])

    with running_kafka(tmp_path) as other:
        made_there = ensure_topics(other.address, [Wanted("here")])

    assert made_there == ["here"]


def test_a_stop_leaves_no_process(tmp_path: Path) -> None:
    with running_kafka(tmp_path) as broker:
        pid = broker.pid
        ran = processes_naming(tmp_path)

    assert len(ran) == 1
    assert processes_naming(tmp_path) == []
    assert not Path(f"/proc/{pid}").exists()


def test_a_broker_ends_when_the_program_that_started_it_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib; from streams.tools.embedded.kafka import EmbeddedKafka\n"
        "EmbeddedKafka(pathlib.Path(sys.argv[1]), heap_mb=256).start(); print('up', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"

        parent.send_signal(signal.SIGKILL)
        parent.wait()

    assert eventually(lambda: processes_naming(tmp_path) == [])


def test_a_broker_has_a_session_of_its_own_so_that_ctrl_c_does_not_reach_it(kafka: EmbeddedKafka) -> None:
    assert kafka.pid is not None
    assert os.getsid(kafka.pid) == kafka.pid != os.getsid(0)


def test_java_settings_meant_for_another_program_do_not_reach_the_broker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx1m -XX:+NoSuchOption")

    with running_kafka(tmp_path) as broker:
        assert broker.pid is not None


def test_a_port_in_use_is_an_error_that_names_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(EmbeddedKafkaError, match=f"Port {port} .* in use"):
            EmbeddedKafka(tmp_path, port=port).start()


def test_a_broker_that_cannot_start_says_the_end_of_its_log_and_is_gone(tmp_path: Path) -> None:
    with running_kafka(tmp_path) as broker:
        broker.stop()
        (tmp_path / "kafka" / "data" / "meta.properties").write_text("version=1\ncluster.id=another\nnode.id=7\n")

        with pytest.raises(EmbeddedKafkaError, match=r"(?s)ended while it started.*broker\.log.*Stored node id 7"):
            broker.start()

        assert processes_naming(tmp_path) == []


def test_a_second_broker_on_a_folder_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    with running_kafka(tmp_path) as broker:
        ensure_topics(broker.address, [Wanted("kept")])
        rival = EmbeddedKafka(tmp_path / "kafka", heap_mb=256)
        before = files_of(tmp_path / "kafka")

        with pytest.raises(FolderInUseError, match=f"kafka is in use by process {os.getpid()}: .* another folder"):
            rival.start()

        assert files_of(tmp_path / "kafka") == before
        assert len(processes_naming(tmp_path)) == 1
        write(broker.address, "kept", [b"1"])
        assert read(broker.address, "kept", 1) == [b"1"]


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and mode of each settings file and folder; what the broker itself writes goes on changing."""
    named = [one for one in folder.iterdir() if one.name != "data"]
    return {one.name: (one.stat().st_ino, one.stat().st_mode) for one in named}


def test_the_folder_stays_held_while_the_broker_of_a_killed_program_runs(tmp_path: Path) -> None:
    with running_kafka(tmp_path) as broker:
        rival = FolderLock(tmp_path / "kafka")
        broker._storage.release()  # as the kernel does for a process that is killed

        with pytest.raises(FolderInUseError):
            rival.acquire()

    rival.acquire()
    rival.release()


def test_a_folder_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EmbeddedKafkaError, match="cannot write to its folder"):
        EmbeddedKafka(tmp_path / "file" / "kafka").start()


def test_a_folder_with_spaces_and_chinese_letters_will_do(tmp_path: Path) -> None:
    with EmbeddedKafka(tmp_path / "值 班 \\ 𠮷", heap_mb=256) as broker:
        assert broker.pid is not None

    assert [one.name for one in tmp_path.iterdir()] == ["值 班 \\ 𠮷"]

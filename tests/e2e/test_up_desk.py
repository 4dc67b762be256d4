"""`shiftwarden up --duty`: the desk beside the workers is served, comes back after a kill, and ends with the installation."""

import re
import signal
from pathlib import Path

import httpx

from streams.tools.embedded.free_ports import free_ports
from tests.e2e.demo import PROJECT, alive, children
from tests.e2e.test_up import LONG_S, command_line, kill, running_up
from tests.servers.live import wait_until


def is_well(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_the_desk_is_served_comes_back_when_it_is_killed_and_ends_with_the_installation(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    console = f"http://127.0.0.1:{port}"
    duty = str(PROJECT / "deploy/duty/sample")
    with running_up(tmp_path, "--duty", duty, "--console", f"127.0.0.1:{port}") as up:
        up.wait_for("The console is at", LONG_S)
        found = re.search(r"metrics of notify at (http://[\d.:]+)/metrics", up.said)
        assert found is not None
        for address in (console, found[1]):
            wait_until(lambda address=address: is_well(address), f"{address} is well", LONG_S)  # type: ignore[misc]
        assert "shiftwarden_on_duty{" in httpx.get(f"{found[1]}/metrics", timeout=10).text
        desk = [born for born in children(up.process.pid) if b"console\0" in command_line(born)]
        for born in desk:
            kill(born.pid)
        up.wait_for("console has ended", LONG_S)
        wait_until(lambda: is_well(console), "the console is back", LONG_S)
        started = children(up.process.pid)

        status = up.end(signal.SIGTERM, LONG_S)

    assert (status, alive(started)) == (0, set()), up.said
    assert {stat.stat().st_mode & 0o077 for stat in (tmp_path / "data").glob("*.log")} == {0}

"""The process `shiftwarden notify`: its end, its metrics, an outage of the ledger, a look that sends nothing."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from alerts.ledger import Ledger, upgrade
from schemas.findings.finding import Severity
from streams.cli.main import main
from tests.integration.notify.test_killed import wait
from tests.servers.postgres import Postgres
from tests.servers.robots import Robot, robot
from tests.unit.alerts.builders import HOUR, found, standing

PROJECT = Path(__file__).parents[3]


class Running:
    """The process and the lines of its log."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._new: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)

    def wait_for(self, pattern: str, within_s: float = 120) -> re.Match[str]:
        until = time.monotonic() + within_s
        while True:
            found = next((match for line in list(self.lines) if (match := re.search(pattern, line))), None)
            if found:
                return found
            assert time.monotonic() < until, f"no line {pattern!r} in:\n{''.join(self.lines)}"
            time.sleep(0.02)

    def ended(self) -> int:
        self.process.wait(120)
        self._reader.join(10)
        return self.process.returncode


def command(url: str, service: Robot, how: str) -> list[str]:
    module = "tests.integration.notify.desk_process"
    return [sys.executable, "-m", module, url, service.address.replace("/gateway", "/?key=k"), "127.0.0.1:0", how]


@contextmanager
def running(url: str, service: Robot) -> Iterator[Running]:
    process = subprocess.Popen(command(url, service, "run"), cwd=PROJECT, stderr=subprocess.PIPE, text=True)
    try:
        yield Running(process)
    finally:
        process.kill()
        process.wait(30)
        assert process.stderr is not None
        process.stderr.close()


def raise_lead(url: str, subject: str = "a" * 64) -> None:
    hour = time.time_ns() // 1_000_000 // HOUR
    with Ledger.open(url) as ledger:
        ledger.apply([standing(1, found(hour - 5, severity=Severity.GRAVE, subject=subject), subject=subject)])


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310  our own address
        return str(response.read().decode())


def test_it_tells_shows_its_metrics_and_ends_in_order_at_sigterm(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)
    with robot("wecom") as service, running(url, service) as notify:
        port = notify.wait_for(r"metrics at 127\.0\.0\.1:(\d+)")[1]
        raise_lead(url)
        service.wait_taken(1)
        address = f"http://127.0.0.1:{port}"
        said = page(f"{address}/healthz")
        wait(lambda: 'shiftwarden_deliveries_total{channel="robot",outcome="sent"} 1.0' in page(f"{address}/metrics"))
        wait(lambda: 'shiftwarden_leads_unsigned{severity="grave"} 1.0' in page(f"{address}/metrics"))
        notify.process.send_signal(signal.SIGTERM)
        status = notify.ended()

    assert said == "the event loop turns\n"
    assert (status, "stopped in order" in notify.lines[-1]) == (0, True)
    assert "key=k" not in "".join(notify.lines)


def test_a_ledger_that_is_away_is_said_once_and_what_was_raised_is_told_when_it_is_back(postgres: Postgres) -> None:
    url = postgres.emptied_database()
    upgrade(url)
    with robot("wecom") as service, running(url, service) as notify:
        notify.wait_for("metrics at")
        postgres.stop()
        try:
            notify.wait_for("the ledger is away; nothing is told until it is there")
        finally:
            postgres.start()
        raise_lead(url)
        service.wait_taken(1, within_s=120)
        notify.wait_for("over after")

    begun = [line for line in notify.lines if "the ledger is away; nothing is told until it is there: " in line]
    assert len(begun) == 1


def test_a_dry_run_prints_who_would_get_what_and_why_and_sends_and_writes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)
    raise_lead(url)
    with robot("wecom") as service:
        shown = [
            subprocess.run(
                command(url, service, "show"), cwd=PROJECT, capture_output=True, text=True, check=True, timeout=120
            )
            for _ in range(2)
        ]
        requests = service.requests
        subprocess.run(command(url, service, "once"), cwd=PROJECT, capture_output=True, check=True, timeout=120)

    assert (requests, len(service.taken)) == (0, 1)
    first, second = (re.sub(r"(?m)^\S+ \S+ \+08:00", "", one.stdout) for one in shown)  # each would send now
    assert first == second
    for part in ("news  rs → wang · robot  [第6条]", "【严重】应休未休 1条", "线索 #1", "2 message(s)"):
        assert part in shown[0].stdout


def test_the_command_refuses_a_wrong_option_with_what_is_allowed() -> None:
    wrong = CliRunner().invoke(main, ["notify", "--budget", "21", "--address", "ftp://x"])

    assert wrong.exit_code == 2
    assert "budget: given '21'; allowed: 1 to 20" in wrong.output
    assert "address: given 'ftp://x'; allowed: https://HOST" in wrong.output


def test_silences_are_added_listed_and_ended(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)
    ledger = ["--ledger", url]

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["silences", *arguments, *ledger], catch_exceptions=False).output

    who = ["--until", "2099-01-01", "--reason", "known fault"]
    added = run("add", "--rule", "rest_missed", *who)
    listed, ended, none = run("list"), run("end", "1"), run("end", "1")

    assert added == "silence 1 until 2099-01-01 00:00:00 +08:00\n"
    assert "rest_missed" in listed
    assert (ended, "no silence 1 that goes on" in none) == ("silence 1 has ended\n", True)


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        (("--rule", "rest_mised"), "'rest_missed', 'dispatch_during_rest'"),
        (("--platform", "hma"), "known: hema "),
        (("--department", "nobody"), "allowed: rs-inspection"),
    ],
)
def test_a_silence_of_what_nothing_has_is_refused(given: tuple[str, str], allowed: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)
    who = ["--until", "2099-01-01", "--actor", "wang", "--reason", "x", "--duty", str(PROJECT / "deploy/duty/sample")]

    refused = CliRunner().invoke(main, ["silences", "add", *given, *who, "--ledger", url])
    listed = CliRunner().invoke(main, ["silences", "list", "--ledger", url])

    assert (refused.exit_code, given[1] in refused.output, allowed in refused.output) == (2, True, True)
    assert "wang" not in listed.output


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)

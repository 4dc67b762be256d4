"""`shiftwarden console` as a process: what it refuses to begin with, TLS, a clean end, and the metrics."""

import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from streams.cli.main import main
from tests.servers.certificates import Authority

LIMIT_S = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[str]]:
    """The command, once it has printed where it is; killed in the end if it still runs."""
    code = "from streams.cli.main import main; main()"
    process = subprocess.Popen([sys.executable, "-c", code, "console", *words], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    line = process.stderr.readline()
    assert "the console is at" in line, line + process.stderr.read()
    try:
        yield process
    finally:
        process.kill()
        process.wait(LIMIT_S)
        process.stderr.close()


def when_up(client: httpx.Client, path: str) -> httpx.Response:
    until = time.monotonic() + LIMIT_S
    while True:
        try:
            return client.get(path)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_on_this_machine_and_ends_cleanly(url: str, number: int) -> None:
    port, metrics = free_port(), free_port()

    with running("--ledger", url, "--listen", f"127.0.0.1:{port}", "--metrics", f"127.0.0.1:{metrics}") as process:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LIMIT_S) as client:
            assert when_up(client, "/healthz").text == "ok\n"
            page = client.get("/sign-in")
            assert client.get("/sign-in", headers={"host": "evil.example"}).status_code == 421
            counted = client.get(f"http://127.0.0.1:{metrics}/metrics").text
        process.send_signal(number)
        ended = process.wait(LIMIT_S)
        assert process.stderr is not None
        said = process.stderr.read()

    assert (page.status_code, ended, said) == (200, 0, "")
    assert "server" not in page.headers
    assert 'shiftwarden_console_answers_total{status="421"} 1.0' in counted


def test_with_tls_it_serves_its_own_certificate_and_secure_cookies(url: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ca")
    made = authority.issue("desk", "DNS:localhost", "IP:127.0.0.1")
    port = free_port()
    tls = ("--tls-certificate", str(made.certificate), "--tls-key", str(made.key))
    address = f"https://localhost:{port}"

    with running("--ledger", url, "--listen", f"127.0.0.1:{port}", "--address", address, *tls):
        trust = ssl.create_default_context(cafile=str(authority.ca))
        with httpx.Client(base_url=address, verify=trust, timeout=LIMIT_S) as client:
            page = when_up(client, "/sign-in")

    assert page.headers["strict-transport-security"].startswith("max-age=")
    assert "Secure" in page.headers["set-cookie"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--listen", "0.0.0.0:8080"), "allowed without --tls-certificate and --tls-key: 127.0.0.1, localhost"),
        (("--listen", "nonsense"), "allowed: HOST:PORT"),
        (("--address", "http://desk.example"), "allowed: https://HOST"),
        (("--address", "https://desk.example/path"), "allowed: https://HOST"),
        (("--address", "https://user@desk.example"), "allowed: https://HOST"),
        (("--address", "https://desk.example:notaport"), "allowed: https://HOST"),
        (("--address", "javascript:alert(1)"), "allowed: https://HOST"),
        (("--proxy", "10.0.0.1"), "--address is needed"),
        (("--proxy", "0.0.0.0/0", "--address", "https://desk.example"), "given the proxy '0.0.0.0/0'"),
        (("--proxy", "nonsense", "--address", "https://desk.example"), "given the proxy 'nonsense'"),
        (("--sign-in-header", "X-User"), "--sign-in-header goes with --proxy"),
        (("--ledger", "sqlite:////nowhere/at/all.db"), "there is no ledger at"),
        (("--ledger", "mysql://x"), "cannot stand on 'mysql'"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_what_is_allowed(
    url: str, words: tuple[str, ...], said: str
) -> None:
    given = words if "--ledger" in words else ("--ledger", url, *words)

    result = CliRunner().invoke(main, ["console", *given])

    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_port_that_is_taken_and_files_that_are_no_certificate_are_refused(url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "x.pem"
    wrong.write_text("nonsense")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        full = CliRunner().invoke(main, ["console", "--ledger", url, "--listen", f"127.0.0.1:{port}"])
    tls = ["--tls-certificate", str(wrong), "--tls-key", str(wrong), "--address", "https://desk.example"]
    unread = CliRunner().invoke(main, ["console", "--ledger", url, *tls])

    assert (full.exit_code, unread.exit_code) == (2, 2)
    assert f"cannot listen at 127.0.0.1:{port}" in full.output
    assert "allowed: a certificate and its key" in unread.output


def test_an_old_ledger_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "old.db").touch()

    result = CliRunner().invoke(main, ["console", "--ledger", f"sqlite:///{tmp_path / 'old.db'}"])

    assert result.exit_code == 2
    assert "shiftwarden ledger upgrade" in result.output


def test_a_prometheus_that_is_no_web_address_is_refused(url: str) -> None:
    refused = CliRunner().invoke(main, ["console", "--ledger", url, "--prometheus", "prometheus:9090"])

    assert refused.exit_code == 2
    assert "given 'prometheus:9090'; allowed: a web address such as http://" in refused.output

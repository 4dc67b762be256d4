"""Workers on a secured cluster: they log in and judge, and no secret of theirs can be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.ledger import Ledger, upgrade
from schemas.feed.receipt import Receipt
from streams.tools.embedded.children import ChildProcess
from streams.tools.embedded.free_ports import free_ports
from streams.tools.local import shiftwarden, worker_arguments
from tests.integration.live.events import city
from tests.integration.secured.accounts import PASSWORDS, Accounts
from tests.integration.secured.clients import DONE, read_values, write
from tests.servers.live import ledger_in, quick_settings, samples, wait_until


class Workers:
    """Two workers that log in as the account `shiftwarden`, verbose; their logs and their ledger lie in `folder`."""

    def __init__(self, secured: Accounts, folder: Path) -> None:
        self.ledger = ledger_in(folder)
        upgrade(self.ledger)
        self.addresses = [f"127.0.0.1:{port}" for port in free_ports(2)]
        self.logs = [folder / f"worker-{number}.log" for number in range(2)]
        self._settings = quick_settings(self.ledger).model_copy(
            update={
                "broker": secured.kafka.address,
                "security": secured.security("shiftwarden"),
                "work_partitions": 8,
            }
        )
        self.children = [self._start(number) for number in range(2)]

    def _start(self, number: int) -> ChildProcess:
        arguments = worker_arguments(self._settings.model_copy(update={"metrics": self.addresses[number]}))
        return shiftwarden(["worker", "--verbose", *arguments], self.logs[number], ledger=self.ledger)

    def restart_the_dead(self) -> None:
        """Start a worker as `up` does; one that the cluster does not let in ends with 2 and would do so again."""
        for number, child in enumerate(self.children):
            if child.exit_status is not None:
                assert child.exit_status != 2, self.log()[-3000:]
                child.stop()
                self.children[number] = self._start(number)

    def have_raised_a_lead(self) -> bool:
        self.restart_the_dead()
        with Ledger.open(self.ledger) as ledger:
            return len(ledger.leads()) > 0

    def share_the_work(self) -> bool:
        self.restart_the_dead()
        return all(samples(address, "shiftwarden_checkpoint_timestamp_seconds") for address in self.addresses)

    def log(self) -> str:
        return "\n".join(log.read_text() for log in self.logs)

    def stop(self) -> None:
        for child in self.children:
            child.stop()


@pytest.fixture(scope="module")
def workers(secured: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    running = Workers(secured, tmp_path_factory.mktemp("workers"))
    try:
        yield running
    finally:
        running.stop()


def test_a_platform_sends_its_feed_and_a_lead_and_its_receipts_come_of_it(secured: Accounts, workers: Workers) -> None:
    hema = secured.security("hema")
    records = [value for platform, value in city(seed=3, people=60) if platform == "hema"]

    sent = write(secured.kafka.address, hema, "feed.hema", *records)

    assert sent == DONE
    wait_until(workers.have_raised_a_lead, "a lead is raised", 240)
    receipts = read_values(secured.kafka.address, hema, "receipts.hema")
    assert sum(Receipt.model_validate_json(value).accepted for value in receipts) > 0


def test_both_workers_have_a_share_and_neither_lacks_a_right(workers: Workers) -> None:
    wait_until(workers.share_the_work, "both workers have a share", 240)

    assert "Authorization" not in workers.log()


def test_no_password_stands_in_a_log_or_in_the_command_line_of_any_process(workers: Workers) -> None:
    commands = [_command(process) for process in Path("/proc").iterdir() if process.name.isdigit()]

    assert any(b"--broker-settings" in command for command in commands)
    for password in PASSWORDS.values():
        assert password not in workers.log()
        assert not any(password.encode() in command for command in commands)


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""

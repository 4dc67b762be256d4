"""Accounts of a secured cluster as their users have them: a name, a password in a file, a settings file."""

from pathlib import Path

from click.testing import Result

from streams.broker.reading import read_security
from streams.broker.security import Security
from tests.integration.cli.calls import call
from tests.servers.secured import Secured

PASSWORDS = {
    "shiftwarden": "workers-only-7f3a91",
    "hema": "hema-only-52c0de",
    "weather-office": "office-only-90ab12",
    "shiftwarden-topics": "topics-only-11fe07",
}
ROLES = {
    "shiftwarden": ["--workers"],
    "hema": ["--platform", "hema"],
    "weather-office": ["--weather-office"],
    "shiftwarden-topics": ["--topic-maker"],
}


class Accounts:
    """Makes accounts by `shiftwarden access`, and says with which settings file each logs in."""

    def __init__(self, kafka: Secured) -> None:
        self.kafka = kafka

    def prepare(self) -> None:
        """Make every account, and the topics as the account that makes topics."""
        self._files = {name: self.kafka.settings_file(name, password) for name, password in PASSWORDS.items()}
        for name, role in ROLES.items():
            made = self.access(*role, "--apply", "--password-file", self.kafka.folder / f"{name}.secret")
            assert made.exit_code == 0, made.output
        made = self.call("topics", "shiftwarden-topics")
        assert made.exit_code == 0, made.output

    def access(self, *args: str | Path) -> Result:
        """`shiftwarden access` as the administrator."""
        admin = self.kafka.admin.file
        assert admin is not None
        return call("access", *args, "--broker", self.kafka.address, "--broker-settings", admin)

    def call(self, command: str, account: str, *args: str | Path) -> Result:
        """A command as an account."""
        return self.call_with(self.file(account), command, *args)

    def call_with(self, file: Path, command: str, *args: str | Path) -> Result:
        """A command with a settings file."""
        return call(command, *args, "--broker", self.kafka.address, "--broker-settings", file)

    def file(self, account: str) -> Path:
        return self._files[account]

    def security(self, account: str) -> Security:
        return read_security(self.file(account))

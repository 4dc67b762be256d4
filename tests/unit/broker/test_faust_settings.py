"""The settings of Faust: the account, and that a record counts as written when every copy in sync has it."""

from pathlib import Path

from pydantic import SecretStr

from streams.broker.security import Account, Security
from streams.edge.app import faust_app
from streams.settings import Settings

SECRET = "hunter2-not-to-be-seen"  # noqa: S105


def test_workers_log_in_and_wait_for_every_copy_in_sync(tmp_path: Path) -> None:
    security = Security("SASL_PLAINTEXT", Account("shiftwarden", SecretStr(SECRET), "SCRAM-SHA-512"))

    conf = faust_app(Settings(security=security), tmp_path).conf

    assert conf.producer_acks == -1
    assert vars(conf.broker_credentials)["username"] == "shiftwarden"
    assert vars(conf.broker_credentials)["password"].encode() == SECRET.encode()
    assert SECRET not in str(vars(conf))


def test_without_settings_nobody_logs_in(tmp_path: Path) -> None:
    assert faust_app(Settings(), tmp_path).conf.broker_credentials is None

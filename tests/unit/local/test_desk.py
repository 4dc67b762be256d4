"""The duty desk of `shiftwarden up`: its options, and the commands of its two processes."""

from pathlib import Path
from typing import Any

import click
import pytest

from streams.cli.service.beside import desk_wanted
from streams.tools.local.desk import DeskSettings

SAMPLE = Path(__file__).parents[3] / "deploy/duty/sample"
NOTHING: dict[str, Any] = dict.fromkeys(("duty", "console", "console_address", "tls_certificate", "tls_key"))


def wanted(**options: Any) -> Any:
    return desk_wanted(None, **{**NOTHING, **options})


def test_without_a_duty_folder_there_is_none_and_no_option_of_it() -> None:
    assert wanted() is None
    with pytest.raises(click.UsageError, match="go with --duty"):
        wanted(console=("127.0.0.1", 8080))


def test_by_itself_the_console_is_on_this_machine_alone() -> None:
    found = wanted(duty=SAMPLE)

    assert (found.listen, found.address, found.tls) == (("127.0.0.1", 8080), "http://127.0.0.1:8080", None)


def test_beyond_this_machine_it_has_tls_and_the_option_is_called_by_its_name() -> None:
    with pytest.raises(click.UsageError, match=r"^--console: given 0\.0\.0\.0; allowed without --tls-certificate"):
        wanted(duty=SAMPLE, console=("0.0.0.0", 8443))  # noqa: S104  refused


def test_both_processes_name_one_address_and_have_metrics_of_their_own() -> None:
    settings = DeskSettings(
        "sqlite://",
        Path("/duty"),
        8443,
        host="10.0.0.1",
        named="https://desk.example",
        tls=(Path("/c.pem"), Path("/k.pem")),
        metrics=("127.0.0.1:26001", "127.0.0.1:26002"),
    )

    notify, console = settings.arguments().values()

    assert notify == ["notify", "--duty", "/duty", "--address", "https://desk.example", "--metrics", "127.0.0.1:26001"]
    assert console[:3] == ["console", "--listen", "10.0.0.1:8443"]
    assert console[3:7] == ["--duty", "/duty", "--address", "https://desk.example"]
    assert console[7:] == ["--tls-certificate", "/c.pem", "--tls-key", "/k.pem", "--metrics", "127.0.0.1:26002"]

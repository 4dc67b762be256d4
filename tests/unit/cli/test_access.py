"""`shiftwarden access` without a cluster: what it shows, and what it refuses."""

import re

import pytest
from click.testing import CliRunner, Result

from streams.cli.main import main


def access(*args: str) -> Result:
    result = CliRunner().invoke(main, ["access", *args], terminal_width=200)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_platform_writes_its_feed_reads_what_is_reported_of_it_and_has_a_quota() -> None:
    shown = access("--platform", "hema", "--people", "50000", "--broker", "kafka:9093").output

    rights = re.findall(r"--add --force --allow-principal User:hema (.+)", shown)
    assert rights == [
        "--operation Write --topic feed.hema",
        "--operation Read --topic receipts.hema",
        "--operation Read --topic refused.hema",
        "--operation Read --topic advice.hema",
        "--operation Read --group hema",
    ]
    assert "--bootstrap-server kafka:9093" in shown
    assert "producer_byte_rate=2000000,consumer_byte_rate=2000000,request_percentage=50" in shown


def test_a_small_platform_may_still_send_what_it_kept_back() -> None:
    assert "producer_byte_rate=262144," in access("--platform", "hema", "--people", "10").output


def test_the_workers_read_what_others_say_and_write_what_is_reported_to_others() -> None:
    shown = access("--workers", "--group", "city").output

    assert "Account shiftwarden, of the workers" in shown
    rights = set(re.findall(r"--operation (.+)", shown))
    assert {"Read --topic feed.hema", "Write --topic receipts.hema", "Read --topic weather"} <= rights
    assert {"Read --topic city-state-changelog", "Write --topic city-state-changelog", "Read --group city"} <= rights
    assert not {"Write --topic feed.hema", "Write --topic weather", "Read --topic receipts.hema"} & rights


def test_an_account_may_have_another_name() -> None:
    shown = access("--weather-office", "--account", "qixiangju").output

    assert "User:qixiangju --operation Read --group qixiangju" in shown
    assert "--entity-name qixiangju" in shown


def test_a_platform_that_the_law_files_do_not_list_gets_no_account() -> None:
    refused = access("--platform", "newcomer")

    assert refused.exit_code == 2
    assert "given the platform 'newcomer'; allowed: hema, kuaisong, tuche, or one that" in refused.output


@pytest.mark.parametrize("args", [(), ("--workers", "--weather-office"), ("--platform", "hema", "--workers")])
def test_one_account_is_given_at_a_time(args: tuple[str, ...]) -> None:
    refused = access(*args)

    assert refused.exit_code == 2
    assert "give one of --platform, --workers, --weather-office and --topic-maker" in refused.output


@pytest.mark.parametrize("name", ["shiftwarden", "weather-office", "shiftwarden-topics"])
def test_no_platform_gets_an_account_of_the_name_that_another_role_has(name: str) -> None:
    refused = access("--platform", "hema", "--account", name)

    assert refused.exit_code == 2
    assert f"given the account {name!r}" in refused.output


def test_no_other_role_gets_an_account_of_the_name_of_a_platform() -> None:
    refused = access("--workers", "--account", "hema")

    assert refused.exit_code == 2
    assert "given the account 'hema'; allowed: a name other than hema, kuaisong, tuche" in refused.output


@pytest.mark.parametrize("name", ["*", "a b", "", "User:hema", "河马", "-" * 101])
def test_an_account_has_a_name_that_needs_no_escaping(name: str) -> None:
    refused = access("--platform", "hema", "--account", name)

    assert refused.exit_code == 2
    assert "allowed: an account's name, 1 to 100 of A-Za-z0-9._@-" in refused.output


def test_a_password_is_for_an_account_that_is_made_now() -> None:
    assert access("--workers", "--new-password").exit_code == 2

"""The unit for systemd and the page beside it name options that there are."""

import configparser
import re
from pathlib import Path

import click

from streams.cli.service.up import up

DEPLOY = Path(__file__).parents[3] / "deploy"


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # systemd's names have capitals
    parser.read(DEPLOY / "systemd" / "shiftwarden.service")
    return parser


def test_the_unit_starts_the_command_with_options_that_it_has() -> None:
    words = unit()["Service"]["ExecStart"].split()

    assert words[1] == "up"
    assert {word for word in words if word.startswith("--")} <= options_of(up)


def test_the_unit_leaves_the_order_of_ending_to_the_command_and_time_for_it() -> None:
    service = unit()["Service"]

    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) >= 30 + 30 + 30
    assert service["UMask"] == "0077"


def test_the_page_names_options_of_up_that_there_are() -> None:
    page = (DEPLOY / "ONE_MACHINE.md").read_text("utf-8")
    of_others = {
        "--apply",
        "--password-file",
        "--platform",
        "--broker",
        "--broker-settings",
        "--now",
        "--role",
        "--ledger",
    }

    assert set(re.findall(r"--[a-z][a-z-]+", page)) - of_others <= options_of(up)

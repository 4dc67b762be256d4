"""Options that several commands have, and the forms of instants, lengths and files in them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from schemas.instants import HOUR_MS, Ms
from schemas.wire_time import FORM, stated_ms
from streams.broker.reading import BrokerSettingsError, read_security, warnings_about
from streams.broker.security import PLAINTEXT, Security
from streams.cli.output import Unusable, print_status

_LOCAL: Final = "+08:00"
_LEAST_HOURS: Final = 24
"""Of a horizon: the events of a whole day, by which the rules about pay and days judge."""
_is_local: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)?"
).fullmatch

_TO_THE_MINUTE: Final = re.compile(r"^([0-9-]{10})[T ]([0-9]{2}:[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})$")
"""An instant with an offset and without seconds, as a person writes it."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Instant(click.ParamType):
    """RFC 3339, seconds may be left out; where it has no offset, Asia/Shanghai, and the time of day may be left out. Gives ms."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Ms:
        """The instant in ms."""
        if isinstance(value, int):
            return value
        at = _instant(str(value))
        if at is None:
            self.fail(
                f"given {value!r}; allowed: an instant such as 2022-06-01T06:05:00Z or 2022-06-01T14:05:00+08:00,"
                " or without an offset, which is then Asia/Shanghai: 2022-06-01T14:05",
                param,
                ctx,
            )
        return at


def _instant(text: str) -> Ms | None:
    full = _in_full(text) if _is_local(text) else _TO_THE_MINUTE.sub(r"\1T\2:00\3", text)
    try:
        return stated_ms(full) if re.fullmatch(FORM, full) else None
    except ValueError:
        return None


def _in_full(text: str) -> str:
    return text.replace(" ", "T") + "T00:00:00"[len(text) - len("2022-06-01") :] + _LOCAL


class Horizon(click.ParamType):
    """A length in hours or days, such as 48h or 2d, of a day at least. Gives ms."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Ms:
        """The length in ms."""
        if isinstance(value, int):
            return value
        form = re.fullmatch(r"([0-9]{1,5})([hd])", str(value))
        hours = int(form[1]) * (24 if form[2] == "d" else 1) if form else 0
        if hours < _LEAST_HOURS:
            self.fail(f"given {value!r}; allowed: hours or days, such as 48h or 2d, 24h at least", param, ctx)
        return hours * HOUR_MS


class BrokerSettings(click.ParamType):
    """A broker settings file. Gives its content as `Security`; what is not safe about it is printed as warnings."""

    name = "file"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Security:
        """The file's content, read and checked."""
        if isinstance(value, Security):
            return value
        file = Path(str(value))
        try:
            security = read_security(file)
            for warning in warnings_about(file):
                print_status(f"warning: {warning}")
        except BrokerSettingsError as error:
            self.fail(str(error), param, ctx)
        return security


FILES = click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
"""One file or more, `-` for standard input."""


def data_folder(folder: Path) -> Path:
    """The folder, made where it is missing, for its owner alone; `Unusable` where it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(f"the folder {folder} cannot be made: {error.strerror}; name another with --data") from error
    return folder.absolute()


def example(*commands: str) -> str:
    """The end of a command's help: examples, each line as it is typed."""
    return "\n".join(("\b", "Example:", *(f"  {command}" for command in commands)))


def broker_option(command: Decorated) -> Decorated:
    """`--broker HOST:PORT`."""
    return click.option(
        "--broker",
        default="127.0.0.1:9092",
        show_default=True,
        envvar="SHIFTWARDEN_BROKER",
        help="HOST:PORT of the Kafka cluster, several parted by commas.",
    )(command)


def security_option(command: Decorated) -> Decorated:
    """`--broker-settings FILE`, given to the command as `security`."""
    return click.option(
        "--broker-settings",
        "security",
        type=BrokerSettings(),
        default=PLAINTEXT,
        metavar="FILE",
        envvar="SHIFTWARDEN_BROKER_SETTINGS",
        help="How to log in to the cluster and whom to trust there. [default: no account, no TLS]",
    )(command)


def law_option(command: Decorated) -> Decorated:
    """`--law DIR`."""
    return click.option(
        "--law",
        "overlay",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Law files of a directory, laid over those of this release.",
    )(command)


def format_option(command: Decorated) -> Decorated:
    """`--format table|json`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="A table to read, or one JSON object a line.",
    )(command)


now_option = click.option(
    "--now",
    type=Instant(),
    metavar="INSTANT",
    help="Judge at this instant and leave out what is later; else the last event's.",
)
"""The option `--now` of commands that judge recorded events."""

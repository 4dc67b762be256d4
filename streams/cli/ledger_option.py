"""The option `--ledger` and the ledger behind it; an error of the ledger ends a command with one sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from alerts.errors import LedgerError, NotMigratedError
from alerts.ledger import Ledger, RecordedLaw
from streams.cli.output import Unusable

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@contextmanager
def ledger_errors_shown() -> Iterator[None]:
    """Turn an error of the ledger into `Unusable`: its sentence, and exit status 2."""
    try:
        yield
    except NotMigratedError as error:
        raise Unusable(f"{error}: `shiftwarden ledger upgrade --ledger URL`") from error
    except LedgerError as error:
        raise Unusable(str(error)) from error


@contextmanager
def opened(url: str) -> Iterator[Ledger]:
    """The ledger at an address, closed in the end. A file that does not exist is not made, but refused as `Unusable`."""
    check_there(url)
    with ledger_errors_shown(), Ledger.open(url) as ledger:
        yield ledger


def check_there(url: str) -> None:
    """Refuse, as `Unusable`, an address of a file that does not exist: opening it would make it."""
    _, is_file, path = url.partition("sqlite:///")
    if is_file and not Path(path).exists():
        raise Unusable(f"there is no ledger at {path}; `shiftwarden ledger upgrade --ledger URL` makes one")


def text_of(law: RecordedLaw) -> str:
    """The text of a law that a ledger holds; `Unusable` where only its digest is recorded."""
    if law.text is None:
        raise Unusable(
            f"the text of the law {law.digest} is not at hand: the release that judged by it never wrote here; "
            "the text comes with the next set that a worker or a replay writes which has that law"
        )
    return law.text


def ledger_option(command: Decorated) -> Decorated:
    """`--ledger URL`, else the environment variable `SHIFTWARDEN_LEDGER`, else a file in the working directory."""
    return click.option(
        "--ledger",
        "url",
        metavar="URL",
        envvar="SHIFTWARDEN_LEDGER",
        default="sqlite:///shiftwarden.db",
        show_default=True,
        help="sqlite:///FILE or postgresql://USER@HOST/DATABASE; also SHIFTWARDEN_LEDGER.",
    )(command)

"""`shiftwarden accounts`: make an account, give it another password, disable it, list them, and hand on what somebody leaves."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Engine

from alerts.accounts import LANGUAGES, AccountRole, DeskAccount, DeskAccounts, leave
from alerts.database import open_engine
from alerts.leads.handling import MOST_REASON
from streams.cli.duty.actor import acting_as, routing_given
from streams.cli.duty.files import duty_option
from streams.cli.ledger_option import ledger_option, opened
from streams.cli.options import example, format_option
from streams.cli.output import Unusable, print_json, print_line, print_table
from streams.cli.wording import local, number_of

_NAME: Final = click.argument("name")
_MOST_BYTES: Final = 4096
"""Characters that are read of a line with a password."""


@click.group(
    epilog=example(
        "shiftwarden accounts add wang --role inspector --called 王 --area 360104",
        "shiftwarden accounts leave wang --to li",
    )
)
def accounts() -> None:
    """Make, disable and list the accounts of the console; hand on what somebody leaves.

    Passwords are typed on a terminal, else read from the first line of standard input; no option takes one.
    """


@accounts.command(epilog=example("shiftwarden accounts add op --role operator"))
@ledger_option
@_NAME
@click.option(
    "--role", type=click.Choice([role.value for role in AccountRole]), required=True, help="The work of the account."
)
@click.option("--called", default="", metavar="TEXT", help="The person's name on pages; else that of the account.")
@click.option("--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="That of the pages.")
@click.option(
    "--area", "areas", multiple=True, metavar="CODE", help="An inspector's area, given several times; * for all."
)
@click.option("--no-password", is_flag=True, help="A proxy signs the person in.")
def add(
    *, url: str, name: str, role: str, called: str, language: str, areas: tuple[str, ...], no_password: bool
) -> None:
    """Make an account. NAME is the person's id in the rota, and the actor in the history of leads."""
    password = None if no_password else _new_password(name)
    with _opened_accounts(url) as store:
        store.add(name, AccountRole(role), called=called, language=language, areas=areas, password=password)
    print_line(f"the account {name} is made")


@accounts.command(epilog=example("shiftwarden accounts password wang"))
@ledger_option
@_NAME
def password(url: str, name: str) -> None:
    """Give an account another password; it is signed out everywhere."""
    with _opened_accounts(url) as store:
        store.get(name)
        store.set_password(name, _new_password(name))
    print_line(f"the account {name} has another password and is signed out everywhere")


@accounts.command(epilog=example("shiftwarden accounts disable wang"))
@ledger_option
@_NAME
@click.option("--undo", is_flag=True, help="Let it sign in again.")
def disable(*, url: str, name: str, undo: bool) -> None:
    """Disable an account: its sessions end, its links sign nothing. The open leads that it has stay with it."""
    with _opened_accounts(url) as store:
        if undo:
            store.enable(name)
        else:
            store.disable(name)
    print_line(f"the account {name} " + ("may sign in again" if undo else "is disabled"))


@accounts.command("list", epilog=example("shiftwarden accounts list --format json"))
@ledger_option
@format_option
def list_(url: str, form: str) -> None:
    """List the accounts, the disabled ones too."""
    with _opened_accounts(url) as store:
        found = store.all()
    if form == "json":
        for each in found:
            print_json(_json(each))
        return
    print_table(("name", "called", "role", "areas", "language", "signs in by", "disabled"), map(_row, found))


@accounts.command("leave", epilog=example('shiftwarden accounts leave wang --to li --reason "moved to 红谷滩"'))
@ledger_option
@_NAME
@click.option("--to", required=True, metavar="NAME", help="The next person: an inspector or a supervisor.")
@duty_option
@click.option(
    "--actor", metavar="NAME", help="Who does it, where that is not the machine's account and it may act for others."
)
@click.option("--reason", default="离任交接 handed on", show_default=True, metavar="TEXT", help="Stands beside it.")
def leave_(*, url: str, name: str, to: str, duty: Path | None, actor: str | None, reason: str) -> None:
    """Disable the account of somebody who leaves, and assign the open leads that it has to the next person, each by a row."""
    if len(reason) > MOST_REASON:
        raise click.BadParameter(f"given {len(reason):,} characters; allowed: {MOST_REASON:,}", param_hint="--reason")
    acting = acting_as(actor, routing_given(duty), known=False)
    with opened(url), _engine(url) as engine:
        numbers = leave(engine, name, to, acting.name, acting.reason(reason) or "")
    listed = ": " + ", ".join(map(str, numbers)) if numbers else ""
    print_line(f"the account {name} is disabled; {number_of(len(numbers), 'lead')} now with {to}{listed}")


@contextmanager
def _opened_accounts(url: str) -> Iterator[DeskAccounts]:
    """The accounts of a ledger whose tables are those of this release; its errors end the command with a sentence."""
    with opened(url), _engine(url) as engine:
        yield DeskAccounts(engine)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _new_password(name: str) -> str:
    """A password, typed twice on a terminal without being shown; else the first line of standard input."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline(_MOST_BYTES).rstrip("\r\n")
        if not given:
            raise Unusable("no password was given: standard input is empty; write one to it, or run this on a terminal")
        return given
    given = getpass.getpass(f"new password of {name}: ")
    if getpass.getpass("once more: ") != given:
        raise Unusable("the two differ; nothing was written")
    return given


def _row(account: DeskAccount) -> tuple[str, ...]:
    disabled = "" if account.disabled_at is None else local(account.disabled_at)
    by = "password" if account.has_password else "proxy"
    return account.name, account.called, account.role.value, " ".join(account.areas), account.language, by, disabled


def _json(account: DeskAccount) -> dict[str, object]:
    return {
        "name": account.name,
        "called": account.called,
        "role": account.role.value,
        "areas": list(account.areas),
        "language": account.language,
        "has_password": account.has_password,
        "disabled_at": account.disabled_at,
    }

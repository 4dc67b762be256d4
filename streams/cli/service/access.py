"""`shiftwarden access`: an account on the cluster, its rights and its quota, shown or made."""

import os
import re
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final, get_args

import click
from pydantic import SecretStr

from streams.access import OURS, Grant, platform_grant, topics_grant, weather_grant, worker_grant
from streams.broker.admin import administrator
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.granting import ITERATIONS, grant_rights, has_password, set_password
from streams.broker.rights import Right
from streams.broker.secret import SecretError, secret_in_file
from streams.broker.shape import USERNAME, Mechanism, SecurityFile
from streams.cli.options import example
from streams.cli.output import Unusable, print_line, print_status
from streams.cli.reading import law_of
from streams.cli.settings import cluster_options, settings_of
from streams.cli.wording import number_of
from streams.law.table import Law
from streams.settings import Settings

_PEOPLE: Final = 20_000  # at work on a platform, by which its quota is worked out
_PASSWORD_BYTES: Final = 24
"""192 bits: nobody guesses it, however often its hash is tried."""


@click.command(
    epilog=example(
        "shiftwarden access --platform hema --people 20000",
        "shiftwarden access --workers --apply --password-file workers.secret --broker kafka:9093 --broker-settings admin.yaml",
    )
)
@cluster_options
@click.option("--platform", metavar="ID", help="The account of a platform of the law files.")
@click.option("--workers", is_flag=True, help="The account of the workers.")
@click.option("--weather-office", is_flag=True, help="The account of the weather office.")
@click.option("--topic-maker", is_flag=True, help="The account that runs `shiftwarden topics`.")
@click.option(
    "--account", metavar="NAME", help="Its name. [default: the platform's id, shiftwarden, weather-office, …]"
)
@click.option("--people", type=click.IntRange(1), default=_PEOPLE, show_default=True,
              help="People at work at a time on the platform, for its quota.")  # fmt: skip
@click.option("--mechanism", type=click.Choice([each for each in get_args(Mechanism) if each != "PLAIN"]),
              default="SCRAM-SHA-512", show_default=True, help="How the account logs in.")  # fmt: skip
@click.option("--apply", is_flag=True, help="Make the account and give it the rights that it lacks.")
@click.option("--password-file", type=click.Path(dir_okay=False, path_type=Path),
              help="With --apply: its password; where there is no such file, one is made. [default: shown once]")  # fmt: skip
@click.option("--new-password", is_flag=True, help="With --apply: give an existing account another password.")
def access(
    *,
    platform: str | None,
    workers: bool,
    weather_office: bool,
    topic_maker: bool,
    account: str | None,
    people: int,
    mechanism: Mechanism,
    apply: bool,
    password_file: Path | None,
    new_password: bool,
    **options: Any,
) -> None:
    """Show an account on a secured cluster: its rights, its quota, and the lines of Kafka's own tools that give them.

    With --apply it is made: its password is shown once, or stands in --password-file. Repeating changes nothing; rights
    that it has besides are named and left. Quotas are given by Kafka's own tool alone.
    """
    if sum((platform is not None, workers, weather_office, topic_maker)) != 1:
        raise click.UsageError("give one of --platform, --workers, --weather-office and --topic-maker")
    if not apply and (password_file or new_password):
        raise click.UsageError("--password-file and --new-password need --apply")
    settings = settings_of(**options)
    law = law_of(settings.law)
    if platform is not None:
        name = _account(platform if account is None else account, OURS)
        grant = platform_grant(_listed(platform, law), people, name)
    else:
        role = worker_grant if workers else weather_grant if weather_office else topics_grant
        grant = role(law, settings, _account(account, law.platforms))
    _show(grant, settings, mechanism)
    if apply:
        try:
            _apply(grant, settings, mechanism, password_file, new=new_password)
        except EmbeddedKafkaError as error:
            raise Unusable(str(error)) from error


def _account(name: str | None, taken: Collection[str]) -> str | None:
    """The name, if it is one and is not that of another role: whose rights it would have, too."""
    if name is not None and not re.fullmatch(USERNAME, name):
        allowed = SecurityFile.model_fields["username"].description
        raise click.UsageError(f"given the account {name!r}; allowed: {allowed}")
    if name in taken:
        raise click.UsageError(f"given the account {name!r}; allowed: a name other than {', '.join(sorted(taken))}")
    return name


def _listed(platform: str, law: Law) -> str:
    if platform not in law.platforms:
        raise click.UsageError(
            f"given the platform {platform!r}; allowed: {', '.join(sorted(law.platforms))}, or one that platforms.yaml of"
            " --law DIR adds"
        )
    return platform


def _show(grant: Grant, settings: Settings, mechanism: Mechanism) -> None:
    tool = f"--bootstrap-server {settings.broker} --command-config ADMIN"
    user = f"--entity-type users --entity-name {grant.account}"
    print_line(f"Account {grant.account}, of {grant.user}. It may:")
    for right in grant.rights:
        print_line(f"  {right}")
    print_line("\nBy Kafka's own tools, with the administrator's settings in the file ADMIN, and in the file PASSWORD")
    print_line(f"the line {mechanism}=[iterations={ITERATIONS},password=…]:\n")
    print_line(f"kafka-configs.sh {tool} --alter --add-config-file PASSWORD {user}")
    for right in grant.rights:
        print_line(f"kafka-acls.sh {tool} --add --force --allow-principal User:{grant.account} {_flags(right)}")
    if grant.quota:
        print_line(f"kafka-configs.sh {tool} --alter --add-config '{grant.quota}' {user}")


def _flags(right: Right) -> str:
    thing = "--cluster" if right.resource == "cluster" else f"--{right.resource} {right.name}"
    return f"--operation {right.operation} {thing}"


def _apply(grant: Grant, settings: Settings, mechanism: Mechanism, file: Path | None, *, new: bool) -> None:
    with administrator(settings.broker, settings.security) as admin:
        there = has_password(admin, grant.account, mechanism)
        print_line("")
        if there and not new and (file is None or not file.exists()):
            print_line(f"The account {grant.account} exists; its password was left as it is (see --new-password).")
        else:
            password, shown = _password(file)
            set_password(admin, grant.account, mechanism, password)
            print_line(
                f"The account {grant.account} {'has the password' if there else 'was made; its password is'} {shown}"
            )
        granted = grant_rights(admin, grant.account, grant.rights)
    given = len(granted.given)
    print_line(f"{number_of(given, 'right')} given, {len(grant.rights) - given:,} already there.")
    for right in granted.besides:
        print_status(f"warning: {grant.account} has a further right, which was left: {right}")
    if grant.quota:
        print_line("The quota is not set: the last line above sets it.")


def _password(file: Path | None) -> tuple[SecretStr, str]:
    """The password, and the text that is printed of it: its file, or itself."""
    fresh = secrets.token_urlsafe(_PASSWORD_BYTES)
    if file is None:
        return SecretStr(fresh), f"{fresh} (shown this once)"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"{fresh}\n")
    try:
        return secret_in_file(file), f"in {file}"
    except SecretError as error:
        raise click.UsageError(f"--password-file: {error}; allowed: a file with one line, the password") from error

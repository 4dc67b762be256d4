"""The actor and the assignee of a step: who acts is the account of the machine, who gets a lead stands in the duty folder."""

import os
import pwd
from pathlib import Path

import click

from alerts.routing import Person, Routing
from streams.cli.duty.files import routing_of


def machine_account() -> str:
    """The name of the account that this process runs as; its number where it has no name. Not from the environment."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def routing_given(duty: Path | None) -> Routing | None:
    """The routing of a duty folder; None where none is given. Its areas are not looked up, as acting needs none."""
    return None if duty is None else routing_of(duty, {})


def acting_as(actor: str | None, routing: Routing | None) -> str:
    """The actor of a step. With a duty folder the person whose `login` the account of the machine is, and nobody else.

    Without a folder the name that is given, else that of the account.
    """
    account = machine_account()
    if routing is None:
        return account if actor is None else actor
    person = _person_of(account, routing)
    if person is None:
        raise click.UsageError(
            f"the account {account!r} of this machine is nobody's `login` in the duty folder; "
            "have it entered with its person there, or act in the console"
        )
    if actor not in {None, person.id}:
        raise click.BadParameter(
            f"given {actor!r}; allowed: {person.id}, who has the account {account!r} of this machine",
            param_hint="--actor",
        )
    return person.id


def assigned_to(assignee: str | None, routing: Routing | None) -> str | None:
    """The assignee; `BadParameter` where a duty folder is given that does not have them."""
    if assignee is None or routing is None or assignee in routing.people:
        return assignee
    known = ", ".join(routing.people) or "there is nobody"
    raise click.BadParameter(f"given {assignee!r}; allowed: {known}", param_hint="--assignee")


def _person_of(account: str, routing: Routing) -> Person | None:
    return next((person for person in routing.people.values() if person.login == account), None)

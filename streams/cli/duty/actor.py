"""The actor and the assignee of a step: who acts is the account of the machine, who gets a lead stands in the duty folder.

Somebody else is named by whom `desk.act_for` of the duty folder states, as where a colleague's step is entered
afterwards; then the reason says who entered it.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

import click

from alerts.routing import Person, Routing
from streams.cli.duty.files import routing_of


@dataclass(frozen=True, slots=True)
class Actor:
    """The actor of a step. `entered_by`: who enters it for the actor; None where the actor does."""

    name: str
    entered_by: str | None = None

    def reason(self, given: str | None) -> str | None:
        """The reason as it is written down.

        >>> Actor("wang").reason("x"), Actor("wang", "op").reason("x"), Actor("wang", "op").reason(None)
        ('x', '（op 代录 entered by op）x', '（op 代录 entered by op）')
        """
        if self.entered_by is None:
            return given
        return f"（{self.entered_by} 代录 entered by {self.entered_by}）{given or ''}"


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


def acting_as(actor: str | None, routing: Routing | None, *, known: bool = True) -> Actor:
    """The actor of a step: the account of the machine, with a duty folder the person whose `login` that is.

    Somebody else is refused, but where `desk.act_for` of the folder has that person. `known`: an account that is nobody's login
    is refused; else it acts as itself, as that of an operator.
    """
    account = machine_account()
    person = None if routing is None else _person_of(account, routing)
    if routing is None or (person is None and not known):
        if actor not in {None, account}:
            raise click.BadParameter(
                f"given {actor!r}; allowed: {account}, the account of this machine; "
                "whoever may enter steps of others stands under `desk.act_for` of a duty folder, given by --duty",
                param_hint="--actor",
            )
        return Actor(account)
    if person is None:
        raise click.UsageError(
            f"the account {account!r} of this machine is nobody's `login` in the duty folder; "
            "have it entered with its person there, or act in the console"
        )
    if actor in {None, person.id}:
        return Actor(person.id)
    if person.id not in routing.acting_for_others:
        raise click.BadParameter(
            f"given {actor!r}; allowed: {person.id}, who has the account {account!r} of this machine",
            param_hint="--actor",
        )
    if actor not in routing.people:
        raise click.BadParameter(f"given {actor!r}; allowed: {', '.join(routing.people)}", param_hint="--actor")
    return Actor(actor, person.id)


def assigned_to(assignee: str | None, routing: Routing | None) -> str | None:
    """The assignee; `BadParameter` where a duty folder is given that does not have them."""
    if assignee is None or routing is None or assignee in routing.people:
        return assignee
    known = ", ".join(routing.people) or "there is nobody"
    raise click.BadParameter(f"given {assignee!r}; allowed: {known}", param_hint="--assignee")


def _person_of(account: str, routing: Routing) -> Person | None:
    return next((person for person in routing.people.values() if person.login == account), None)

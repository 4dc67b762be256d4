"""`shiftwarden leads act`: records what somebody did about one lead or several, each as a row of its own."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from alerts.errors import LedgerUnavailable, NoSuchLeadError, NotAllowedError
from alerts.leads import Action, Lead
from alerts.leads.figures import DecidedFigures
from alerts.ledger import Ledger
from streams.cli.duty.actor import acting_as, assigned_to, routing_given
from streams.cli.duty.files import duty_option
from streams.cli.leads.causes import figures_line
from streams.cli.ledger_option import ledger_option, opened
from streams.cli.options import example
from streams.cli.output import Unusable, harmless, print_line, print_status
from streams.cli.wording import number_of


class _Number(click.IntRange):
    """A lead's or an entry's number, as the database can hold it."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; anything else is refused with what is allowed."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"given {value!r}; allowed: a number such as 12; `leads list` shows those there are", param, ctx)


NUMBER: Final = _Number(1, 2**63 - 1)
"""A lead's or an entry's number."""

_MOST: Final = 1_000
"""Leads of one call: each is a transaction of its own, a few thousandths of a second."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """A step that is taken with each of the leads."""

    action: Action
    actor: str
    reason: str | None
    assignee: str | None
    seen: int | None

    def do(self, ledger: Ledger, number: int) -> Lead:
        """Take the step with one lead."""
        return ledger.act(number, self.action, self.actor, self.reason, assignee=self.assignee, seen=self.seen)


@click.command(
    epilog=example(
        'shiftwarden leads act 12 dismiss --reason "its clock was an hour ahead"',
        "shiftwarden leads act 12 13 17 assign --assignee li --duty duty",
    )
)
@ledger_option
@duty_option
@click.argument("numbers", type=NUMBER, nargs=-1, required=True, metavar="NUMBER...")
@click.argument("action", type=click.Choice([action.value for action in Action]))
@click.option(
    "--actor", metavar="NAME", help="Who did it, where that is not the machine's account and it may act for others."
)
@click.option("--reason", metavar="TEXT", help="Why; needed to dismiss and to reopen.")
@click.option("--assignee", metavar="NAME", help="With assign: to whom; else to the actor.")
@click.option(
    "--seen", type=NUMBER, metavar="ENTRY", help="The last entry you saw; refused if the lead says more since."
)
def act(
    *,
    url: str,
    duty: Path | None,
    numbers: tuple[int, ...],
    action: str,
    actor: str | None,
    reason: str | None,
    assignee: str | None,
    seen: int | None,
) -> None:
    """Record what somebody did about leads, each as a row of its own.

    Where some of several are refused, they are listed and the others are done; exit status 1.
    """
    if assignee is not None and action != Action.ASSIGN:
        raise click.BadParameter(f"given with {action}; it goes with assign alone", param_hint="--assignee")
    wanted = tuple(dict.fromkeys(numbers))
    if seen is not None and len(wanted) > 1:
        raise click.BadParameter("given with several leads; it is about one alone", param_hint="--seen")
    if len(wanted) > _MOST:
        raise click.BadParameter(f"given {len(wanted):,}; at most {_MOST:,} at once", param_hint="NUMBER...")
    routing = routing_given(duty)
    acting = acting_as(actor, routing)
    deed = _Deed(Action(action), acting.name, acting.reason(reason), assigned_to(assignee, routing), seen)
    with opened(url) as ledger:
        if len(wanted) == 1:
            _print_done(deed.do(ledger, wanted[0]))
            return
        refused = _each(ledger, deed, wanted)
    sys.exit(1 if refused else 0)


def _each(ledger: Ledger, deed: _Deed, numbers: Sequence[int]) -> int:
    """Take the step with each lead, print what came of it, and return how many were refused."""
    refused = 0
    for index, number in enumerate(numbers):
        try:
            _print_done(deed.do(ledger, number))
        except (NotAllowedError, NoSuchLeadError) as error:
            refused += 1
            print_status(f"lead {number} is refused: {error}")
        except LedgerUnavailable as error:
            left = ", ".join(map(str, numbers[index:]))
            raise Unusable(f"{error}; not done: {left}. What is printed above is done; give the rest again") from error
    done = number_of(len(numbers) - refused, "lead")
    print_status(f"{deed.action} by {deed.actor}: {done} done, {refused:,} refused")
    return refused


def _print_done(lead: Lead) -> None:
    about = "" if lead.decided is None else f", decided about {figures_line(DecidedFigures.parse(lead.decided).fields)}"
    print_line(harmless(f"lead {lead.number} is {lead.handling}{about}"))

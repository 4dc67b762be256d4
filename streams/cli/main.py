"""The command `shiftwarden` and the list of its subcommands. Each is loaded when it is called, so that help comes at once."""

from importlib import import_module
from importlib.metadata import version
from typing import Any, Final

import click

from streams.cli.options import example

COMMANDS: Final = {
    "demo": ("streams.cli.recordings.demo:demo", "A simulated city under watch, on this machine alone."),
    "up": ("streams.cli.service.up:up", "Broker, worker and ledger on one machine."),
    "worker": ("streams.cli.service.worker:worker", "One worker process at a broker."),
    "notify": ("streams.cli.duty.notify:notify", "Tell people of leads, by the duty files."),
    "silences": ("streams.cli.duty.silences:silences", "Hold messages about a group back."),
    "topics": ("streams.cli.service.topics:topics", "Make the topics that are missing."),
    "access": (
        "streams.cli.service.access:access",
        "An account on a secured cluster: its rights, and how it gets them.",
    ),
    "city": ("streams.cli.recordings.city:city", "Simulated platforms, seeded, with known breaches."),
    "replay": ("streams.cli.recordings.replay:replay", "Judge recorded events."),
    "recount": ("streams.cli.recordings.recount:recount", "Compute the worker rules a second time and compare."),
    "check": ("streams.cli.recordings.check:check", "Check a platform's own data against the contract."),
    "weather": ("streams.cli.recordings.weather:weather", "Send weather warnings, and show what was understood."),
    "quarantine": (
        "streams.cli.service.quarantine:quarantine",
        "Records whose reading failed: list them, try them again.",
    ),
    "law": ("streams.cli.law:law", "Check the law files; show the law of a day and place; compare laws."),
    "leads": ("streams.cli.leads.leads:leads", "List leads, show one, record what was done about it."),
    "route": ("streams.cli.duty.route:route", "Who would be told about a lead, by which rows, and why."),
    "rota": ("streams.cli.duty.rota:rota", "Check the rota; show who is on duty; a person's calendar."),
    "console": ("streams.cli.duty.console:console", "Leads in the browser: duty, signing, accounts, looks."),
    "accounts": ("streams.cli.duty.accounts:accounts", "Who may sign in to the console, and as what."),
    "audit": ("streams.cli.leads.audit:audit", "Check that the ledger was not edited."),
    "ledger": ("streams.cli.leads.ledger:ledger", "Make or upgrade the ledger's tables."),
    "pseudonym": ("streams.cli.recordings.pseudonym:pseudonym", "The worker id of an identity number."),
}
"""Each subcommand: the module and name that it is found under, and its purpose."""


class Commands(click.Group):
    """The subcommands of `COMMANDS`, imported when they are called and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The subcommand of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{name} is no click command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what the operating system refuses, such as a full disk, ends it with a sentence."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # the reader of the pipe has closed it; click ends quietly
            raise
        except OSError as error:
            refused = click.ClickException(": ".join(filter(None, (error.strerror or str(error), error.filename))))
            refused.exit_code = 2
            raise refused from error
        except MemoryError:
            refused = click.ClickException("there is not enough memory for so much at once; give it in smaller parts")
            refused.exit_code = 2
            raise refused from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the subcommands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=example("shiftwarden replay events.ndjson.gz --format json"),
)
@click.version_option(version("shiftwarden"), message="%(prog)s %(version)s")
def main() -> None:
    """Watch gig platforms for a city's labour regulator: rest, pace and pay, from the feed to the inspector.

    Exit status: 0 all is well, 1 faults were found in what was given, 2 the command was used wrongly.
    """

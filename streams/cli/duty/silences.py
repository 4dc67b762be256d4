"""`shiftwarden silences`: hold the messages about a group back until an instant; list and end what is held."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from alerts.database import open_engine
from alerts.notify.silencer import Silencer
from alerts.routing.routing import UNCOVERED
from schemas.instants import Ms
from streams.cli.duty.actor import acting_as, routing_given
from streams.cli.duty.files import duty_option, routing_of
from streams.cli.ledger_option import ledger_errors_shown, ledger_option, opened
from streams.cli.options import Instant, example, law_option
from streams.cli.output import print_line, print_table
from streams.cli.reading import law_of, unknown_in
from streams.cli.wording import local
from streams.rules import LEAD_RULES

_ACROSS = "several"
"""The word in place of a platform for leads that only all platforms together show."""

_NUMBER = click.IntRange(1, 2**63 - 1)
"""Numbers of the database: 64 bits with a sign."""


@click.group(epilog=example("shiftwarden silences list"))
def silences() -> None:
    """Hold messages about a group back, as while a known fault of a feed is repaired. Closing messages always go out."""


@silences.command(
    epilog=example('shiftwarden silences add --rule rest_missed --platform hema --until 2026-12-01T08:30 --reason "…"')
)
@ledger_option
@law_option
@duty_option
@click.option("--rule", type=click.Choice(LEAD_RULES), metavar="RULE", help="One rule. [default: all]")
@click.option("--platform", help="One platform; `several` for leads across platforms. [default: all]")
@click.option("--department", help="One department; with a duty folder one of its own. [default: all]")
@click.option("--until", type=Instant(), required=True, metavar="INSTANT", help="When it ends.")
@click.option("--actor", help="Who silences, where that is not the machine's account and it may act for others.")
@click.option("--reason", required=True, help="Why.")
def add(
    *,
    url: str,
    overlay: Path | None,
    duty: Path | None,
    rule: str | None,
    platform: str | None,
    department: str | None,
    until: Ms,
    actor: str | None,
    reason: str,
) -> None:
    """Silence from now until an instant. What still stands unsigned then is told."""
    _check_named(overlay, duty, platform, department)
    acting = acting_as(actor, routing_given(duty), known=False)
    if not reason.strip():
        raise click.BadParameter("given nothing; allowed: a reason", param_hint="--reason")
    with _silencer(url) as silencer:
        number = silencer.add(
            acting.name, acting.reason(reason) or "", until, rule=rule, platform=platform, department=department
        )
    print_line(f"silence {number} until {local(until)}")


@silences.command("list", epilog=example("shiftwarden silences list"))
@ledger_option
def list_(url: str) -> None:
    """List the silences that go on."""
    with _silencer(url) as silencer:
        found = silencer.list()
    rows = [
        (
            str(one.number),
            one.rule or "*",
            one.platform or "*",
            one.department or "*",
            local(one.ends_at),
            one.actor,
            one.reason,
        )
        for one in found
    ]
    print_table(("number", "rule", "platform", "department", "until", "actor", "reason"), rows)


@silences.command(epilog=example("shiftwarden silences end 3"))
@ledger_option
@click.argument("number", type=_NUMBER)
def end(url: str, number: int) -> None:
    """End a silence now."""
    with _silencer(url) as silencer:
        silencer.end(number)
    print_line(f"silence {number} has ended")


def _check_named(overlay: Path | None, duty: Path | None, platform: str | None, department: str | None) -> None:
    """Refuse a platform or department that nothing has: its silence would hold nothing back, and nobody would see it."""
    law = law_of(overlay)
    if platform is not None and platform != _ACROSS:
        for fault in unknown_in(law, None, platform):
            raise click.UsageError(f"{fault}; `{_ACROSS}` for leads across platforms")
    if department is not None and duty is not None:
        routing = routing_of(duty, law.places.lies_in())
        allowed = (*routing.departments, *routing.files.rows("bodies"), UNCOVERED)
        if department not in allowed:
            raise click.UsageError(f"--department: given {department!r}; allowed: {', '.join(allowed)}")


@contextmanager
def _silencer(url: str) -> Iterator[Silencer]:
    with opened(url):
        pass  # its tables are those of this release
    with ledger_errors_shown():
        engine = open_engine(url)
        try:
            yield Silencer(engine)
        finally:
            engine.dispose()

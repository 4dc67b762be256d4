"""`shiftwarden leads`: list leads, show one with its history, record what was done about it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import click

from alerts.leads import Handling, Lead, Standing
from alerts.ledger import LeadFilter, Ledger
from schemas.findings.finding import Finding, Severity
from schemas.instants import Ms
from streams.cli.leads.acting import NUMBER, act
from streams.cli.leads.amounts import plain_amount
from streams.cli.leads.lead_json import entry_json, finding_in, json_of
from streams.cli.leads.page import page
from streams.cli.ledger_option import ledger_option, opened
from streams.cli.options import Instant, example, format_option, law_option
from streams.cli.output import print_json, print_status, print_table
from streams.cli.reading import law_of, unknown_in
from streams.cli.wording import COLUMNS, local, number_of, row_of
from streams.law.files import packaged_law
from streams.law.registers.places import Places
from streams.rules import LEAD_RULES

_LISTED = 100
_WHOLE_ID = 64
"""Rows of a table without `--limit`; the characters of a whole pseudonym, of which fewer are taken as its beginning."""
_AS_OF = click.option("--as-of", type=Instant(), metavar="INSTANT", help="As the ledger was then, not now.")


@click.group(epilog=example("shiftwarden leads list --kind breach", "shiftwarden leads show 12"))
def leads() -> None:
    """List leads, show one, record what was done about it."""


@leads.command(
    "list",
    epilog=example(
        "shiftwarden leads list --platform hema --kind breach",
        "shiftwarden leads list --rule pace_not_eased --worker hema/delivery/",
        "shiftwarden leads list --handling new --severity grave --since 2022-06-01T08:30",
        "shiftwarden leads list --late",
    ),
)
@ledger_option
@law_option
@format_option
@_AS_OF
@click.option("--rule", type=click.Choice(LEAD_RULES), metavar="RULE", help=f"One of {', '.join(LEAD_RULES)}.")
@click.option(
    "--kind",
    type=click.Choice(["breach", "indication", "undecidable"]),
    help="Certain, watched only, or undecided for want of data.",
)
@click.option("--platform", metavar="ID", help="Leads that this platform alone could have seen.")
@click.option("--area", metavar="CODE", help="A county or a zone.")
@click.option("--worker", metavar="ID", help="A worker id, or platform/sector/area, or how it begins.")
@click.option("--severity", type=click.Choice([each.value for each in Severity]), help="The band of a breach.")
@click.option("--handling", type=click.Choice([each.value for each in Handling]), help="How far people are.")
@click.option("--assignee", metavar="NAME", help="With whom it is, or was when it was decided.")
@click.option("--since", type=Instant(), metavar="INSTANT", help="Raised at this instant or later.")
@click.option(
    "--late", is_flag=True, help="Only those withdrawn or lowered by what was said over an hour after the fact."
)
@click.option("--all", "everything", is_flag=True, help="Those withdrawn or merged into others, too.")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help=f"So many at most; tables show {_LISTED} without it."
)
def list_(
    *,
    url: str,
    overlay: Path | None,
    form: str,
    as_of: Ms | None,
    rule: str | None,
    kind: str | None,
    platform: str | None,
    area: str | None,
    worker: str | None,
    severity: str | None,
    handling: str | None,
    assignee: str | None,
    since: Ms | None,
    limit: int | None,
    late: bool,
    everything: bool,
) -> None:
    """List leads, the newest first: those that stand, and those withdrawn after the fact as long as nobody has decided.

    Times are those of Asia/Shanghai; a table has lengths in hours and minutes and money in yuan, JSON in ms and fen.
    """
    most = limit or (None if form == "json" else _LISTED)
    wanted = LeadFilter(
        rule=rule,
        kind=kind,
        platform=platform,
        area=area,
        severity=severity,
        handling=None if handling is None else Handling(handling),
        assignee=assignee,
        since=since,
        standing=None if everything else Standing.STANDING,
        corrected=True,
        late=late,
    )
    with opened(url) as ledger:
        found = list(islice(_found(ledger, wanted, worker, as_of), None if most is None else most + 1))
    _print_found(found, most, as_of, form, () if found else unknown_in(law_of(overlay), area, platform))


@leads.command(epilog=example("shiftwarden leads show 12 --as-of 2022-06-01T14:05"))
@ledger_option
@format_option
@_AS_OF
@click.argument("number", type=NUMBER)
def show(url: str, form: str, as_of: Ms | None, number: int) -> None:
    """Show a lead: what happened, under which clause, on what evidence, and each change of it in the ledger."""
    with opened(url) as ledger:
        history = ledger.lead(number, as_of)
        rest_lead = _rest_lead(ledger, finding_in(history.lead), as_of)
    if form == "json":
        entries = [entry_json(entry) for entry in history.entries]
        print_json({**json_of(history.lead), "rest_lead": rest_lead, "history": entries})
        return
    page(history, as_of, rest_lead)


leads.add_command(act)


def _rest_lead(ledger: Ledger, finding: Finding, as_of: Ms | None) -> int | None:
    """The lead about the stretch that the orders of a finding were pushed in; None where there is none in the ledger."""
    if finding.dispatch is None:
        return None
    wanted = LeadFilter(rule="rest_missed", subject=finding.subject, platform=finding.platform, standing=None)
    found = {lead.finding.finding_id: lead.number for lead in ledger.leads(wanted, as_of)}
    return found.get(finding.dispatch.rest_finding)


def _found(ledger: Ledger, wanted: LeadFilter, worker: str | None, as_of: Ms | None) -> Iterator[Lead]:
    """The leads that are wanted, in order. The database finds whole ids alone; the beginning of one is compared here."""
    if worker is None or len(worker) == _WHOLE_ID:
        return iter(ledger.leads(replace(wanted, subject=worker), as_of))
    return (lead for lead in ledger.leads(wanted, as_of) if lead.finding.subject.startswith(worker))


def _print_found(found: list[Lead], most: int | None, as_of: Ms | None, form: str, notes: Iterable[str]) -> None:
    """Print the first `most` of the leads, and the notes; a table says where there are more."""
    for note in notes:
        print_status(note)
    if form != "json":
        _print_list(found[:most], as_of, is_cut=len(found) > len(found[:most]))
        return
    for lead in found[:most]:
        print_json(json_of(lead))


def _print_list(found: list[Lead], as_of: Ms | None, *, is_cut: bool) -> None:
    places = packaged_law().places
    print_table((">lead", *COLUMNS, "standing", "handling"), (_row(lead, places) for lead in found))
    more = ", the newest of more; --limit N shows more" if is_cut else ""
    when = "" if as_of is None else f", as known at {local(as_of)}"
    print_status(f"{number_of(len(found), 'lead')}{more}{when}")


def _row(lead: Lead, places: Places) -> tuple[str, ...]:
    handling = lead.handling.value + (f", {lead.assignee}" if lead.assignee else "")
    return (str(lead.number), *row_of(finding_in(lead), places, plain_amount), _standing(lead), handling)


def _standing(lead: Lead) -> str:
    """The standing, and whether it is what it is by a late statement."""
    if lead.corrected_at is None:
        return lead.standing.value
    lowered = lead.standing is Standing.STANDING
    return f"{lead.standing.value}, " + ("事后降低 lowered after the fact" if lowered else "事后撤销 after the fact")

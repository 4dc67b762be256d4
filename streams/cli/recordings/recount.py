"""`shiftwarden recount`: compute the worker rules a second time, with pandas, and print the differences."""

import sys
from pathlib import Path
from time import perf_counter

import click

from schemas.findings.finding import Finding
from schemas.instants import Ms
from streams.cli.options import FILES, example, format_option, law_option, now_option
from streams.cli.output import print_json, print_status, print_table
from streams.cli.reading import Faults, law_of, read_files, reader_of
from streams.cli.recordings.diff_view import COLUMNS, json_of, row_of
from streams.cli.recordings.unproven import unproven
from streams.cli.wording import local, number_of
from streams.tools.recount.compare import Difference, differences
from streams.tools.recount.findings import KEY, RULES, findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from streams.tools.replay.result import ReplayRequest, ReplayResult
from streams.tools.replay.run import Replay


@click.command(epilog=example("shiftwarden recount day1.ndjson.gz day2.json --now 2022-06-01T18:00:00+08:00"))
@FILES
@law_option
@format_option
@now_option
@click.option(
    "--ledger", metavar="URL", help="Compare with what stands in this ledger; else with a replay of the same files."
)
def recount(files: tuple[str, ...], overlay: Path | None, form: str, now: Ms | None, ledger: str | None) -> None:
    """Recount recorded events: the rules about a worker, computed with pandas on a path of its own.

    Weather files are passed over: the rules about areas are not recounted.

    Each difference goes to standard output. Exit status 1 where there is one, or where a line is no event.

    With a ledger, give the events of the time that is to be compared, and the instant at which the ledger was last
    written. Leads that end before the first event, or begin after that instant, are not compared; nor are days without
    reported pay that the ledger does not have, where the files have no pay of that time.
    """
    began = perf_counter()
    law, faults, recorded = law_of(overlay), Faults(), FrameBuilder()
    leads = [] if ledger is None else _leads(ledger)
    replay = Replay(law, ReplayRequest(now))
    for batch in read_files(files, reader_of(law)):
        recorded.add(batch.reading)
        replay.fold(batch.reading, batch.weather)
        faults.add(batch.errors)
    faults.close()
    at = now if now is not None else recorded.last
    own = recounted(recorded.frames(at), law)
    theirs = replay.result().findings() if ledger is None else _within(leads, recorded.first, at)
    found = differences(own, findings_frame(theirs))
    if found and ledger is not None:
        found = _provable(found, replay.result())
    _print(found, form, "replay" if ledger is None else "ledger")
    if recorded.events:
        seconds = perf_counter() - began
        print_status(
            f"recounted {number_of(len(own), 'finding')} at {local(at)}, {number_of(len(found), 'difference')}; {seconds:.1f} s"
        )
    else:
        print_status("no event was read; give files of events, one JSON object or array a line")
    sys.exit(1 if found or faults.count else 0)


def _provable(found: list[Difference], outcome: ReplayResult) -> list[Difference]:
    """The differences without days that the ledger does not have, and that no replay of these files would raise a lead about."""
    names = {tuple(row) for row in findings_frame(unproven(outcome))[list(KEY)].itertuples(index=False)}
    left = [
        each
        for each in found
        if each.other is not None
        or (each.subject, each.starts_at, each.rule, each.scope, each.platform or "") not in names
    ]
    if len(left) < len(found):
        days = number_of(len(found) - len(left), "day")
        print_status(f"{days} without reported pay not compared: the files have no pay of that time")
    return left


def _print(found: list[Difference], form: str, other: str) -> None:
    if form == "json":
        for difference in found:
            print_json(json_of(difference, other))
    elif found:
        print_table(COLUMNS, (row_of(difference, other) for difference in found))


def _leads(url: str) -> list[Finding]:
    """The findings that stand in the ledger. They are read first, so that a wrong address fails at once."""
    from alerts.leads import Standing  # noqa: PLC0415 - SQL is loaded only by those who use it
    from alerts.ledger import LeadFilter  # noqa: PLC0415 - as above
    from streams.cli.leads.lead_json import finding_in  # noqa: PLC0415 - as above
    from streams.cli.ledger_option import opened  # noqa: PLC0415 - as above

    with opened(url) as ledger:
        leads = [lead for rule in RULES for lead in ledger.leads(LeadFilter(rule=rule, standing=Standing.STANDING))]
    return [finding_in(lead) for lead in leads]


def _within(findings: list[Finding], first: Ms, now: Ms) -> list[Finding]:
    """The findings that reach into the time from the first event to `now` (ms)."""
    return [each for each in findings if each.starts_at <= now and (each.ends_at is None or each.ends_at > first)]

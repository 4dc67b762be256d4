"""`shiftwarden replay`: judge recorded events, print what stands and what was not judged, record it in a named ledger."""

import gc
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import click

from schemas.findings.finding import Finding, Kind
from schemas.instants import Ms
from schemas.legal_days import legal_day
from streams.cli.options import FILES, Horizon, example, format_option, law_option, now_option
from streams.cli.output import print_line, print_status, print_table, progress
from streams.cli.reading import Faults, law_of, read_files, reader_of
from streams.cli.recordings.record_results import maybe_ledger
from streams.cli.recordings.refused_view import print_refused, read_refusals
from streams.cli.recordings.summary import summary
from streams.cli.recordings.unjudged_view import print_unjudged
from streams.cli.wording import COLUMNS, row_of
from streams.law.files import overlay_of
from streams.law.registers.places import Places
from streams.law.table import Law
from streams.tools.recorded.opening import STANDARD_INPUT
from streams.tools.replay.refused import RefusedLive
from streams.tools.replay.result import ReplayRequest, ReplayResult
from streams.tools.replay.run import Replay

_GC_EVERY = 100_000
"""Allocations between two collections of cycles. Facts make none, and Python's own 700 cost a tenth of the time."""


@click.command(
    epilog=example(
        "shiftwarden replay day1.ndjson.gz day2.json --now 2022-06-01T18:00:00+08:00 --format json",
        "shiftwarden replay may/*.ndjson.gz june/*.ndjson.gz warnings/*.xml",
        "shiftwarden replay feed.hema.ndjson.gz --refused refused.hema.ndjson --ledger sqlite:///leads.db --withdraw",
    )
)
@FILES
@law_option
@format_option
@now_option
@click.option(
    "--horizon", type=Horizon(), metavar="LENGTH", help="Keep facts only so long, as live (48h); else for ever."
)
@click.option("--worker", default="", metavar="ID", help="Only workers whose id begins so; then no areas are judged.")
@click.option("--warnings", is_flag=True, help="Print `rest_due` warnings too.")
@click.option(
    "--refused",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Leave out what was refused live: records of refused.<platform>, one JSON a line, plain or gzip. May be repeated.",
)
@click.option(
    "--ledger", "ledger", metavar="URL", help="Record what stands in this ledger (sqlite:///FILE or postgresql://…)."
)
@click.option(
    "--withdraw", is_flag=True, help="Let these files withdraw and lower leads of the ledger; else such leads are left."
)
def replay(
    files: tuple[str, ...],
    overlay: Path | None,
    form: str,
    now: Ms | None,
    horizon: Ms | None,
    worker: str,
    *,
    refused: tuple[str, ...],
    ledger: str | None,
    warnings: bool,
    withdraw: bool,
) -> None:
    """Judge recorded events: NDJSON or JSON arrays, plain or gzip, in any order, with repeats.

    A file that begins with < holds weather messages. With any, order pacing is judged too: give the four weeks before
    as well, as pace is measured against them.

    Standing findings go to standard output; what is no event, and what could not be judged, to standard error. Exit
    status 1 where a line is no event; the rest is judged all the same.

    The files of a feed with --refused give what was judged live. An event counts as the refused one where worker, instant,
    place, ids and all else that is judged are equal, however it is written; each refusal leaves out one, so one that came
    again and was taken stays. Give the files as the events were sent, repeats too.

    With --ledger, leads that would be withdrawn or lowered are shown first and left, with exit status 1, unless --withdraw
    is given (on a terminal it is asked for). A lead whose evidence lies beyond the time, the platforms or the kinds of
    event that the files hold is left in any case, so that a part of an archive takes away nothing that the rest proves.
    """
    began = perf_counter()
    law, read, wanted = law_of(overlay), FilesRead(), ReplayRequest(now, horizon, _id_start(worker))
    with maybe_ledger(ledger, law, withdraw=withdraw, may_ask=STANDARD_INPUT not in files) as record:
        left_out = read_refusals(refused, reader_of(law), read.faults)
        outcome = _judged(files, law, wanted, read, left_out)
        findings = [f for f in outcome.findings() if warnings or f.kind is not Kind.WARNING]
        _print(findings, form, law.places)
        _report(outcome, read, left_out, overlay)
        print_status(summary(outcome, findings, read.messages, perf_counter() - began))
        is_whole = record(outcome)
    sys.exit(1 if read.faults.count or not is_whole else 0)


def _id_start(worker: str) -> str:
    if not re.fullmatch("[0-9a-f]{0,64}", worker):
        allowed = "1 to 64 of 0-9 a-f, the beginning of a worker id"
        raise click.BadParameter(f"given {worker!r}; allowed: {allowed}", param_hint="--worker")
    return worker


@dataclass(slots=True)
class FilesRead:
    """Counts of what was read beside events: faults, and weather messages with at least one warning. Mutable, as it counts."""

    faults: Faults = field(default_factory=Faults)
    messages: int = 0


def _judged(
    files: tuple[str, ...], law: Law, wanted: ReplayRequest, read: FilesRead, refused: RefusedLive
) -> ReplayResult:
    gc.freeze()
    gc.set_threshold(_GC_EVERY)
    run = Replay(law, wanted)
    run.note_over_budget(refused.over_budget())
    for batch in read_files(files, reader_of(law)):
        run.fold(refused.without(batch.reading), batch.weather)
        read.faults.add(batch.errors)
        read.messages += bool(batch.weather)
    with progress() as bar:
        task = bar.add_task("judging", total=None)
        return run.result(lambda done, workers: bar.update(task, completed=done, total=workers))


def _report(outcome: ReplayResult, read: FilesRead, left_out: RefusedLive, overlay: Path | None) -> None:
    """Print all that was not judged: no events, without a law in force, refused live, areas, and what an overlay switches off."""
    read.faults.close()
    print_unjudged(outcome)
    print_refused(left_out)
    _print_switched_off(overlay, outcome.now)
    if read.messages and not outcome.paced:
        print_status("not judged: areas; leave out --worker to judge them")


def _print_switched_off(overlay: Path | None, now: Ms) -> None:
    """Print the rules that files laid over the law switch off somewhere, up to the day of an instant (ms)."""
    for line in [] if overlay is None else overlay_of(overlay).switched_off(legal_day(now)):
        print_status(f"not judged: {line}")


def _print(findings: list[Finding], form: str, places: Places) -> None:
    if form == "json":
        for finding in findings:
            print_line(finding.model_dump_json())
    else:
        print_table(COLUMNS, (row_of(finding, places) for finding in findings))

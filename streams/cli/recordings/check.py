"""`shiftwarden check`: a check of a platform's own data against the contract, before it is connected."""

import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from schemas.envelope import PLATFORM_FORM
from streams.cli.options import FILES, example, format_option, law_option
from streams.cli.output import harmless, print_json, print_line, print_table
from streams.cli.reading import law_of, read_files, reader_of
from streams.cli.recordings.weather_view import object_of, sentences_of
from streams.cli.wording import number_of
from streams.law.registers.places import Places
from streams.tools.check.data_quality import DataQualityWarning
from streams.tools.check.inspection import Inspection
from streams.tools.recorded.files import ReadError, RecordedBatch


@click.command(
    epilog=example(
        "shiftwarden check --platform hema export.ndjson.gz", "shiftwarden check --format json export.ndjson storm.xml"
    )
)
@FILES
@law_option
@format_option
@click.option("--platform", metavar="ID", help="All events must be this platform's, as on its own topic.")
def check(files: tuple[str, ...], overlay: Path | None, form: str, platform: str | None) -> None:
    """Check recorded events against the contract: NDJSON or JSON arrays, plain or gzip, `-` for standard input.

    A file that begins with < holds weather messages: the warning in each is printed.

    Every fault is printed with file, line, place in the array, code and what is allowed; then counts, then what
    is well-formed but looks wrong. Exit status 1 where there is a fault.
    """
    law = law_of(overlay)
    if platform is not None and not re.fullmatch(PLATFORM_FORM, platform):
        allowed = "a lower-case letter, then up to 31 of a-z 0-9 _ -"
        raise click.BadParameter(f"given {platform!r}; allowed: {allowed}", param_hint="--platform")
    inspection = Inspection(law, platform)
    for batch in read_files(files, reader_of(law)):
        for misread in inspection.check(batch):
            _print_fault(misread, form)
        _print_weather(batch, form, law.places)
    if form == "json":
        print_json(_summary(inspection))
    else:
        _print_tables(inspection)
    sys.exit(1 if inspection.refused else 0)


def _print_fault(misread: ReadError, form: str) -> None:
    if form == "json":
        print_json({**asdict(misread.where), "code": misread.code, "detail": misread.detail})
    else:
        print_line(harmless(f"{misread.where}: {misread.code}: {misread.detail}"))


def _print_weather(batch: RecordedBatch, form: str, places: Places) -> None:
    line, _ = batch.message or (0, b"")
    for row in batch.weather:
        if form == "json":
            print_json({**asdict(batch.where(line, None)), **object_of(row, places)})
        else:
            for sentence in sentences_of(row, places):
                print_line(harmless(f"{batch.where(line, None)}: {sentence}"))
    for remark in () if form == "json" else batch.passed:
        print_line(harmless(f"{batch.where(line, None)}: {remark}"))


def _summary(inspection: Inspection) -> dict[str, object]:
    kinds: dict[str, dict[str, int]] = {}
    for (platform, kind), count in sorted(inspection.kinds.items()):
        kinds.setdefault(platform, {})[kind] = count
    return {
        "events": inspection.events,
        "kinds": kinds,
        "weather": inspection.weather,
        "refused": dict(inspection.refused.most_common()),
        "doubts": [asdict(doubt) for doubt in inspection.warnings()],
    }


def _print_tables(inspection: Inspection) -> None:
    rows = [(platform, kind, f"{count:,}") for (platform, kind), count in sorted(inspection.kinds.items())]
    if rows:
        print_table(("platform", "kind", ">events"), rows)
        print_line("")
    if inspection.refused:
        print_table(("refused as", ">events"), _counts(inspection.refused))
        print_line("")
    doubts = inspection.warnings()
    if doubts:
        print_line("Well-formed, but it looks wrong:")
        print_table(("what", ">count", ">of", "for example", "what to do"), map(_doubt_row, doubts))
        print_line("")
    refused, weather = inspection.refused.total(), inspection.weather
    found = f"{refused:,} would be refused" if refused else "none would be refused"
    events = number_of(inspection.events + weather + refused, "event")
    of_weather = f", {weather:,} of them about the weather" if weather else ""
    kinds = number_of(len(doubts), "kind of doubt", "kinds of doubt")
    print_line(f"{events}{of_weather}: {found}; {kinds}")


def _counts(counter: Counter[str]) -> list[tuple[str, str]]:
    return [(code, f"{count:,}") for code, count in counter.most_common()]


def _doubt_row(doubt: DataQualityWarning) -> tuple[str, ...]:
    return (doubt.name, f"{doubt.count:,}", f"{doubt.of:,}", " ".join(doubt.examples), doubt.advice)

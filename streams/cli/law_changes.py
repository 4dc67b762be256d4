"""`shiftwarden law diff` and `law history`: how two laws differ, and all values that a parameter has had."""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from streams.cli.options import example, format_option, law_option
from streams.cli.output import Unusable, print_json, print_line, print_table
from streams.cli.reading import law_of
from streams.cli.wording import marked, number_of
from streams.law.review.difference import LawChange, difference, history

_DIGEST: Final = re.compile("[0-9a-f]{6,64}")
"""A digest of a law, or so many of its first digits."""

OURS: Final = "ours"
"""The word for the law of this release, without files laid over it."""


@click.command(
    name="diff",
    epilog=example(
        "shiftwarden law diff ours /etc/shiftwarden/law", "shiftwarden law diff 3f9a02 ours --ledger sqlite:///leads.db"
    ),
)
@format_option
@click.option(
    "--ledger",
    "url",
    envvar="SHIFTWARDEN_LEDGER",
    default=None,
    help="Ledger in which a law is looked up by its digest, an SQLAlchemy URL.",
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
def diff(form: str, url: str | None, before: str, after: str) -> None:
    """Show how the law B differs from the law A.

    Each is a folder of files to lay over the law of this release, `ours` for that law alone, a file with the text of a law
    as the ledger keeps it, or, with `--ledger`, the digest of a law there or its first digits. Exit status 1 where they differ.
    """
    changes = difference(_text(before, url), _text(after, url))
    if form == "json":
        for change in changes:
            print_json(asdict(change))
    else:
        print_table(("entry", "what", "from", "to"), [row for change in changes for row in _rows(change)])
        print_line(number_of(len(changes), "difference"))
    sys.exit(1 if changes else 0)


@click.command(name="history", epilog=example("shiftwarden law history rest_missed.limit"))
@law_option
@format_option
@click.argument("parameter")
def past(overlay: Path | None, form: str, parameter: str) -> None:
    """Show all values that a parameter has and had, with their days, status and source."""
    law = law_of(overlay)
    if parameter not in law.parameters:
        raise click.BadParameter(f"given {parameter!r}; allowed: {', '.join(law.parameters)}", param_hint="PARAMETER")
    rows = history(law, parameter)
    if form == "json":
        for row in rows:
            print_json(asdict(row))
        return
    print_table(
        ("from", "where", "value", "status", "source"),
        [(row.since, row.where, row.value, row.status, marked(row.source, row.replaces)) for row in rows],
    )


def _text(given: str, url: str | None) -> str:
    """The text of the law that an argument names; a folder or file of that name goes before a digest."""
    if given == OURS:
        return law_of(None).text
    path = Path(given)
    if path.is_dir():
        return law_of(path).text
    if not path.is_file():
        if _DIGEST.fullmatch(given):
            return _text_kept(given, url)
        raise Unusable(
            f"given {given!r}; allowed: a folder of law files, a file with the text of a law, or {OURS}; or the digest of a"
            " law that a ledger holds, 6 to 64 digits 0-9 and a-f; `shiftwarden ledger law` lists those"
        )
    text = path.read_text(encoding="utf-8")
    if not all(line.startswith("{") for line in text.splitlines()):
        raise Unusable(f"{given} is no text of a law: a line of JSON for each entry")
    return text


def _text_kept(digest: str, url: str | None) -> str:
    """The text of the law of that digest in a ledger."""
    if url is None:
        raise Unusable(
            f"given {digest!r}, which is no folder or file; the digest of a law is looked up in a ledger: give --ledger URL"
        )
    from streams.cli.ledger_option import opened, text_of  # noqa: PLC0415 - SQL is loaded only by those who use it

    with opened(url) as ledger:
        found = ledger.law(digest)
    return text_of(found)


def _rows(change: LawChange) -> list[tuple[str, str, str, str]]:
    name = f"{change.sort} {change.name}"
    if change.before is None or change.after is None:
        told = (_whole(change.before), _whole(change.after))
        return [(name, "gone" if change.after is None else "new", *told)]
    return [(name, key, _shown(change.before[key]), _shown(change.after[key])) for key in change.before]


def _whole(content: Mapping[str, Any] | None) -> str:
    """The value and status of an entry, else all of it."""
    if content is None:
        return ""
    short = {key: content[key] for key in ("value", "text", "unit", "status", "mode") if key in content}
    return " ".join(map(_shown, short.values())) if short else _shown(content)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

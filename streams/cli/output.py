"""How commands speak: results on standard output, all else on standard error; text of others is shown escaped."""

import json
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

_WIDE = 4000
"""Columns of a table: as many as it needs. A terminal wraps a whole row, which reads better than cells folded by letters."""


class Unusable(click.ClickException):
    """A command cannot do what was asked as it was asked: exit status 2, one sentence on standard error."""

    exit_code = 2


def harmless(text: str) -> str:
    r"""The text with every character escaped that could steer a terminal or turn the direction of reading.

    >>> harmless("a\x1b[2J")
    'a\\x1b[2J'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")


def say(text: str) -> None:
    """One line for the person at the terminal, on standard error."""
    click.echo(harmless(text), err=True)


def print_line(text: str) -> None:
    """One line of the result."""
    click.echo(text)


def print_json(value: object) -> None:
    """One value of the result as JSON on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """A table of the result. A column whose name begins with `>` is one of numbers."""
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, show_header=any(columns))
    for name in columns:
        table.add_column(name.removeprefix(">"), justify="right" if name.startswith(">") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    console = Console(width=_WIDE)
    with console.capture() as capture:
        console.print(table)
    for line in capture.get().splitlines():
        click.echo(line.rstrip())


def progress() -> Progress:
    """A progress bar on standard error; shows nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

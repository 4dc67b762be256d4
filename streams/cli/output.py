"""The output of commands: results on standard output, all else on standard error; text of others is shown escaped."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence

import click
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

_WIDE = 4000
"""Columns of a table that is not written to a terminal: wide enough that no cell is folded."""


class Unusable(click.ClickException):
    """A command cannot run with what it was given: exit status 2, one sentence on standard error."""

    exit_code = 2


def harmless(text: str) -> str:
    r"""The text with every character escaped that could steer a terminal or turn the direction of reading.

    >>> harmless("a\x1b[2J")
    'a\\x1b[2J'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")


def print_status(text: str) -> None:
    """Print one line about the run, on standard error."""
    click.echo(harmless(text), err=True)


def print_line(text: str) -> None:
    """Print one line of the result."""
    click.echo(text)


def print_json(value: object) -> None:
    """Print one value of the result as JSON on one line."""
    click.echo(harmless_json(json.dumps(value, ensure_ascii=False)))


def harmless_json(text: str) -> str:
    r"""The JSON with every character escaped, as JSON does, that could steer a terminal or turn the direction of reading.

    >>> harmless_json(json.dumps("a\x9b\u202eb", ensure_ascii=False))
    '"a\\u009b\\u202eb"'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Print a table of the result. A column whose name begins with `>` is one of numbers. A name may have several lines.

    On a terminal that is too narrow for it, each row with the names of its cells instead; a table without names is folded.
    """
    cells = [[harmless(cell) for cell in row] for row in rows]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDE
    lines = _aligned(columns, cells, title, _WIDE if any(columns) else width)
    if any(columns) and max(Text.from_ansi(line).cell_len for line in lines) > width:
        lines = [title] if title else []
        lines += [line for row in cells for line in labelled(columns, row, width)]
    for line in lines:
        click.echo(line)


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str, width: int) -> list[str]:
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, show_header=any(columns))
    for name in columns:
        table.add_column(name.removeprefix(">"), justify="right" if name.startswith(">") else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=width)
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]


def labelled(columns: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    """A row as lines of at most `width` columns of a terminal, where its cells allow; empty cells are left out.

    >>> labelled((">lead", "rule", "reasons", "area"), ("7", "rest_missed", "", "360104 青云谱区"), 30)
    ['lead 7 · rule rest_missed', '  area 360104 青云谱区']
    """
    lines: list[str] = []
    for name, cell in zip(columns, row, strict=True):
        if not cell:
            continue
        part = f"{' '.join(name.removeprefix('>').split())} {cell}".strip()
        if lines and cell_len(f"{lines[-1]} · {part}") <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(f"  {part}" if lines else part)
    return lines


def progress() -> Progress:
    """A progress bar on standard error; shows nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

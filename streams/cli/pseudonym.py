"""`shiftwarden pseudonym`: the worker id of an identity number, under the regulator's key. No number is shown or kept."""

import sys
from pathlib import Path

import click

from streams.cli.options import example
from streams.cli.output import Unusable, print_line, say
from streams.pseudonym import Algorithm, PseudonymError, read_key
from streams.pseudonym import pseudonym as id_of


@click.command(epilog=example("shiftwarden pseudonym --key-file regulator.key < numbers.txt"))
@click.option("--key-file", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The regulator's key.")
@click.option(
    "--algorithm",
    type=click.Choice([each.value for each in Algorithm]),
    default=Algorithm.SHA256.value,
    show_default=True,
    help="The hash under the HMAC; the regulator says which.",
)
def pseudonym(key_file: Path, algorithm: str) -> None:
    """Print the worker id of each identity number on standard input, one a line; asks for one on a terminal, hidden.

    A line that is no identity number is said by its number alone, gives an empty line, and exit status 1.
    """
    try:
        key = read_key(key_file)
    except PseudonymError as error:
        raise Unusable(str(error)) from error
    if sys.stdin.isatty():
        numbers = [click.prompt("Identity number", hide_input=True, err=True)]
    else:
        numbers = click.get_text_stream("stdin", errors="replace").read().splitlines()
    refused = [line for line, number in enumerate(numbers, 1) if not _printed(line, number, key, Algorithm(algorithm))]
    sys.exit(1 if refused else 0)


def _printed(line: int, number: str, key: bytes, algorithm: Algorithm) -> bool:
    try:
        print_line(id_of(number, key, algorithm))
    except PseudonymError as error:
        say(f"line {line}: {error}")
        print_line("")
        return False
    return True

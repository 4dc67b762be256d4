"""`shiftwarden pseudonym`: the worker id of an identity number, under the regulator's key. No number is shown or kept."""

import sys
from pathlib import Path

import click

from streams.cli.options import example
from streams.cli.output import Unusable, print_line, print_status
from streams.pseudonym import BYTE_ORDER_MARKS, Algorithm, KeyForm, PseudonymError, fingerprint, read_key
from streams.pseudonym import pseudonym as id_of

_OTHERS = 0o077
"""The rights of a file's group and of everybody else."""


@click.command(epilog=example("shiftwarden pseudonym --key-file regulator.key < numbers.txt"))
@click.option("--key-file", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The regulator's key.")
@click.option(
    "--key-form",
    type=click.Choice([each.value for each in KeyForm]),
    default=KeyForm.HEX.value,
    show_default=True,
    help="Hex digits as text, or the key's bytes as they are.",
)
@click.option(
    "--check", is_flag=True, help="Print the key's fingerprint, to be compared with the regulator's, and no id."
)
@click.option(
    "--algorithm",
    type=click.Choice([each.value for each in Algorithm]),
    default=Algorithm.SHA256.value,
    show_default=True,
    help="The hash under the HMAC; the regulator names it.",
)
def pseudonym(key_file: Path, key_form: str, check: bool, algorithm: str) -> None:
    """Print the worker id of each identity number on standard input, one a line; on a terminal it prompts for one, hidden.

    A line that is no identity number is named by its line number alone, gives an empty line, and exit status 1.
    """
    try:
        key = read_key(key_file, KeyForm(key_form))
    except PseudonymError as error:
        raise Unusable(str(error)) from error
    if key_file.stat().st_mode & _OTHERS:
        print_status(
            f"warning: others on this machine can read {key_file}; chmod 600 it. The key leads from worker ids to people."
        )
    if check:
        print_line(fingerprint(key))
        return
    numbers = [click.prompt("Identity number", hide_input=True, err=True)] if sys.stdin.isatty() else _numbers()
    refused = [line for line, number in enumerate(numbers, 1) if not _printed(line, number, key, Algorithm(algorithm))]
    sys.exit(1 if refused else 0)


def _numbers() -> list[str]:
    """The lines of standard input; a byte order mark before them, as a spreadsheet writes it, is passed over."""
    given = sys.stdin.buffer.read()
    if given.startswith(BYTE_ORDER_MARKS[1:]) or b"\0" in given[:200]:
        raise Unusable("the numbers are in UTF-16; save them as UTF-8 or as plain text")
    return given.decode("utf-8-sig", "replace").splitlines()


def _printed(line: int, number: str, key: bytes, algorithm: Algorithm) -> bool:
    try:
        print_line(id_of(number, key, algorithm))
    except PseudonymError as error:
        print_status(f"line {line}: {error}")
        print_line("")
        return False
    return True

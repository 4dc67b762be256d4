"""Duty files for tests: the packaged competences with texts laid over them."""

from importlib.resources import files
from typing import Final

from alerts.routing import Routing, RoutingError
from streams.law.files import packaged_law

PACKAGED: Final = files("alerts.routing").joinpath("competence.yaml").read_text(encoding="utf-8")
TERMS: Final = files("alerts.routing").joinpath("terms.yaml").read_text(encoding="utf-8")
PLACES: Final = packaged_law().places.lies_in()

DESK: Final = """
desk: {fallback: [head], analysts: [head]}
departments:
  d: {zh: 处, en: Office, body: rs, heads: [head]}
people:
  a: {zh: 甲, en: A, department: d, channels: [mail], login: account-a}
  b: {zh: 乙, en: B, department: d, channels: [mail], language: en}
  c: {zh: 丙, en: C, department: d, channels: [mail]}
  head: {zh: 主任, en: Head, department: d, channels: [mail]}
channels:
  mail: {kind: smtp, address: d@localhost}
"""
"""A department of three and their head, without a shift."""


def routing(*texts: str) -> Routing:
    """The packaged file, the desk, and these texts laid over them one after the other."""
    named = {f"{number}.yaml": text for number, text in enumerate(texts, 1)}
    return Routing.read({"competence.yaml": PACKAGED, "terms.yaml": TERMS, "desk.yaml": DESK, **named}, PLACES)


def faults(*texts: str) -> list[str]:
    """The faults of the same, each as it is printed; none where they can be used."""
    try:
        routing(*texts)
    except RoutingError as error:
        return [str(fault) for fault in error.faults]
    return []


def shift(name: str, **keys: str) -> str:
    """A shift of the department; keys of its entry replace those of a daily one of all three from March 2026.

    A key with `§` in front, which marks the place of a fault, stands for the same without; `from_` is `from`.
    """
    entry = {"department": "d", "from": "2026-03-02", "order": "[a, b, c]", "change_at": '"08:30"'}
    given = {key.rstrip("_"): value for key, value in keys.items()}
    entry = {key: value for key, value in entry.items() if f"§{key}" not in given}
    return f"  {name}: {{{', '.join(f'{key}: {value}' for key, value in {**entry, **given}.items())}}}\n"


def shifts(*entries: str) -> str:
    """The section of these shifts."""
    return "shifts:\n" + "".join(entries)

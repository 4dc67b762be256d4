"""The difference of two laws by their texts, and all values that a parameter has had. Decides nothing about which is right."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.legal_days import day_text
from streams.law.table import Law
from streams.law.value import Ending, Value


@dataclass(frozen=True, slots=True)
class LawChange:
    """An entry that differs: its sort, its name with restriction and date, and its content before and after, None for none.

    Where both have the entry, `before` and `after` hold the fields that differ alone.
    """

    sort: str
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A value of a parameter, or its end: since when, where, as written, status and source; `replaces`: ours in its place."""

    since: str
    where: str
    value: str
    status: str
    source: str
    replaces: str | None


def difference(before: str, after: str) -> list[LawChange]:
    """The changes from one law's text to another's, by sort and name; the texts are those of `Law.text`."""
    one, other = _by_name(before), _by_name(after)
    names = sorted(one.keys() | other.keys())
    return [change for name in names for change in _changes(name, one.get(name), other.get(name))]


def history(law: Law, parameter: str) -> list[HistoryRow]:
    """All values of a parameter and what ended them, by their first day; `KeyError` where no file has it."""
    if parameter not in law.parameters:
        raise KeyError(parameter)
    entries: list[Value | Ending] = [each for each in law.values if each.parameter == parameter]
    entries += [each for each in law.endings if each.parameter == parameter]
    return [
        HistoryRow(
            since=day_text(each.from_day),
            where=str(each.where),
            value=each.text,
            status=each.status,
            source=str(each.source),
            replaces=each.replaces if isinstance(each, Value) else None,
        )
        for each in sorted(entries, key=lambda each: (each.from_day, str(each.where)))
    ]


def _by_name(text: str) -> dict[tuple[str, str], dict[str, Any]]:
    entries: dict[tuple[str, str], dict[str, Any]] = {}
    for line in text.splitlines():
        for sort, content in json.loads(line).items():
            for name, each in _named(sort, content):
                entries[sort, name] = each
    return entries


def _named(sort: str, content: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(content, dict):
        yield str(content), {}
    elif sort in ("value", "ending", "mode"):
        name = content["rule"] if sort == "mode" else content["parameter"]
        yield f"{name}, from {content['from_day']}, {_where(content['where'])}", content
    elif sort == "holiday":
        yield f"{content['day']} {content['name']['zh']}", content
    elif "id" in content:
        yield content["id"], content
    else:
        yield from ((key, each if isinstance(each, dict) else {"": each}) for key, each in content.items())


def _where(where: Mapping[str, Any]) -> str:
    wage = [f"wage class {where['wage_class']}"] if where["wage_class"] else []
    agreed = [f"as {where['platform']} has agreed"] if where.get("platform") else []
    return ", ".join([*where["sectors"], *where["areas"], *wage, *agreed]) or "everywhere"


def _changes(
    name: tuple[str, str], before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterable[LawChange]:
    if before == after:
        return ()
    if before is None or after is None:
        return (LawChange(*name, before, after),)
    differ = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
    return (LawChange(*name, {key: before.get(key) for key in differ}, {key: after.get(key) for key in differ}),)

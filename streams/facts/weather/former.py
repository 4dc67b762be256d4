"""Rows of weather in the form of the release before this one, as the messages that they were read from."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from schemas.legal_days import DAY_MS
from schemas.weather.warning import BegunLevel, FormerCancel, FormerWarning, MessageName, WeatherMessage, WeatherRow

_national_office: Final = re.compile(r"([0-9]{14})_").match
_Former = FormerWarning | FormerCancel


def upgraded(rows: Iterable[WeatherRow], reached_by: Callable[[str], tuple[str, ...]]) -> set[WeatherMessage]:
    """The messages of rows, in this form or the former one, in which each `info` was a row and no row had an office.

    The office is that of an identifier of the national form, which begins with its code; else a message has none, as have all
    that it refers to. `reached_by` returns the areas that a code reaches.
    """
    found: set[WeatherMessage] = set()
    former: dict[tuple[str, int], list[_Former]] = defaultdict(list)
    for row in rows:
        if isinstance(row, WeatherMessage):
            found.add(row)
        else:
            former[row.identifier, row.sent].append(row)
    return found | {_message(sorted(those, key=repr), reached_by) for those in former.values()}


def _message(rows: list[_Former], reached_by: Callable[[str], tuple[str, ...]]) -> WeatherMessage:
    office, identifier = _name(rows[0].identifier)
    warnings = [row for row in rows if isinstance(row, FormerWarning)]
    begins = tuple(sorted(_begun(row, reached_by) for row in warnings))
    references = {_name(each) for row in rows for each in row.references}
    return WeatherMessage(
        office=office,
        identifier=identifier,
        sent=rows[0].sent,
        msg_type="Cancel" if not warnings else "Update" if references else "Alert",
        over=(),
        references=tuple(sorted(references)),
        begins=begins,
        lifts=(),
        counties=tuple(sorted({county for each in begins for county in each.counties})),
        everywhere=not warnings,
        headline=warnings[0].headline if warnings else "",
        text=b"",
    )


def _name(identifier: str) -> MessageName:
    office = _national_office(identifier)
    return (office[1] if office else "", identifier)


def _begun(row: FormerWarning, reached_by: Callable[[str], tuple[str, ...]]) -> BegunLevel:
    start = max(row.sent, row.from_at)
    until = start + DAY_MS if row.until_at is None else row.until_at
    counties = {area for code in row.codes for area in reached_by(code)}
    return BegunLevel(row.kind, row.level, tuple(sorted(counties)), start, until)

"""Builds `Holidays` from the files of holidays, packaged and overlaid; a year of the overlay replaces the packaged one, whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemas.bilingual import Bilingual
from schemas.legal_days import Day, date_of, day_from_text
from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed
from streams.law.reading.sources import source_named
from streams.law.registers.holidays import Holiday, Holidays
from streams.law.shape import HolidaysShape

NO_HOLIDAY: Final = Bilingual("非法定节假日", "no statutory holiday")
"""The name of a day that our table has as a holiday and an overlay has not."""


def holidays_of(files: Sequence[Parsed[HolidaysShape]], faults: list[FileFault]) -> Holidays:
    """Merge the holidays of the files; errors are added to the faults."""
    festivals = {zh: en for file in files for zh, en in file.shape.festivals.items()}
    if not files:
        return Holidays()
    tables = {year: file for file in files for year in file.shape.years}
    by_day = _by_day(tables, files, festivals, faults)
    laid = [year for year, file in tables.items() if file is not files[0] and year in files[0].shape.years]
    ours = _by_day(dict.fromkeys(laid, files[0]), files, festivals, [])
    over = {int(year) for year, file in tables.items() if file is not files[0]}
    marked = {
        day: replace(each, replaces=ours[day].name.zh if day in ours else "no holiday")
        if date_of(day).year in over
        else each
        for day, each in by_day.items()
    }
    sources = {date_of(day).year: each for day, each in by_day.items()}
    gone = {
        day: replace(sources[date_of(day).year], day=day, name=NO_HOLIDAY, replaces=each.name.zh)
        for day, each in ours.items()
        if day not in by_day and date_of(day).year in sources
    }
    return Holidays(marked, map(int, tables), gone)


def _by_day(
    tables: Mapping[str, Parsed[HolidaysShape]],
    files: Sequence[Parsed[HolidaysShape]],
    festivals: Mapping[str, str],
    faults: list[FileFault],
) -> dict[Day, Holiday]:
    """The holidays of the years, each by its file."""
    by_day: dict[Day, Holiday] = {}
    for year, file in tables.items():
        shape = file.shape.years[year]
        source = source_named(shape.source, file, files, ("years", year), faults)
        for zh, day in _days(year, file, festivals, faults):
            name = Bilingual(zh, festivals[zh])
            if day in by_day:
                first = by_day[day].name
                name = Bilingual(f"{first.zh}、{zh}", f"{first.en} and {name.en}")
            if source is not None:
                by_day[day] = Holiday(day, name, source, shape.read_status("unread"))
    return by_day


def _days(
    year: str, file: Parsed[HolidaysShape], festivals: Mapping[str, str], faults: list[FileFault]
) -> Iterator[tuple[str, Day]]:
    """Each festival of a year with each of its days."""
    for zh, texts in file.shape.years[year].days.items():
        path = ("years", year, "days", zh)
        if zh not in festivals:
            faults.append(
                file.fault(path, repr(zh), f"a festival of this file: {', '.join(festivals) or 'it has none'}")
            )
            continue
        for index, text in enumerate(texts):
            try:
                yield zh, day_from_text(f"{year}-{text}")
            except ValueError:
                faults.append(file.fault((*path, index), repr(text), f"a date of {year} that exists, as MM-DD"))

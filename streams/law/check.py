"""Checks a law that loads: errors, which have to be corrected, and warnings about unread or retroactive entries.

Faults that make a file unusable (shape, units, unknown names, doubled or unsorted entries) are found by the loader.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, product

from schemas.legal_days import Day, day_text
from streams.law.registers.places import SECTORS, Area
from streams.law.review.doubts import doubts
from streams.law.table import Law
from streams.law.value import NO_RULE, NONE, Ending, Restriction, RuleMode, Value

Entry = Value | Ending | RuleMode

_ENDS = {
    NONE: "the value ends, and what is more general holds again, if anything",
    NO_RULE: "nothing holds there from then on",
}
_ALONE = "; it decides nothing by itself"


def check(law: Law) -> list[str]:
    """List the errors, a sentence each: gaps, values that change nothing, torn zones, missing years, too long a silence."""
    zones, years = _partly_reached_zones(law), _missing_years(law)
    faults = (_gaps(law), _unchanged(law), zones, years, _long_silences(law), _placed_settlements(law))
    return list(chain.from_iterable(faults))


def remarks(law: Law) -> list[str]:
    """List the warnings, a sentence each: unread values, choices, what is written as before or holds from before publication."""
    areas = (*law.places.counties.values(), *law.places.zones.values())
    return (
        [*law.old_words, *doubts(law)]
        + [warning for value in law.values for warning in _value_warnings(value)]
        + [f"{_named(each)}: {_ENDS[each.text]}" for each in law.endings]
        + [warning for area in areas for warning in _unread_area(area)]
        + list(_unread_years(law))
    )


def _unread_area(area: Area) -> Iterator[str]:
    if area.status in ("policy", "unread"):
        yield f"{area.id}: that it lies in {', '.join(area.counties)} was read in no text"
    for each in area.wage_classes:
        if each.status == "unread":
            yield f"{area.id}: its wage class {each.name} from {day_text(each.from_day)} was read in no text{_ALONE}"


def _unread_years(law: Law) -> Iterator[str]:
    for year in law.holidays.years:
        if any(day.status == "unread" for day in law.holidays.of(year)):
            yield f"holidays: the statutory holidays of {year} were read in no text"


def _value_warnings(value: Value) -> Iterator[str]:
    if value.status == "unread":
        yield f"{_named(value)}: {value.text} was read in no text{_ALONE}"
    if value.status == "policy":
        yield f"{_named(value)}: {value.text} is a choice of the regulator"
    published = value.source.published
    if published is not None and value.from_day < published:
        yield f"{_named(value)}: it holds from before {day_text(published)}, when its source was published"


def _named(entry: Entry) -> str:
    return f"{_name(entry)}, from {day_text(entry.from_day)}, {entry.where}"


def _gaps(law: Law) -> Iterator[str]:
    """Days from which on a parameter has no value somewhere though it has one elsewhere; an entry that ends it is no gap."""
    for parameter in law.parameters:
        endings = [each for each in law.endings if each.parameter == parameter]
        days = [value.from_day for value in law.values if value.parameter == parameter]
        for sector, area in product(SECTORS, law.places.areas) if days else ():
            first = min(days)
            line = law.timeline(parameter, sector=sector, area=area)
            missing = [first] if not line or line[0][0] > first else []
            missing += [day for day, value in line if value is None]
            for day in (day for day in missing if not _is_ended(endings, sector, law.places.area(area), day)):
                yield (
                    f"{parameter}: no value for {sector} in {area} from {day_text(day)},"
                    f" though it has values since {day_text(first)}; add an entry for them"
                )


def _is_ended(endings: Iterable[Ending], sector: str, area: Area, day: Day) -> bool:
    """True if an entry ends the parameter there on that day."""
    wage = area.wage_class(day)
    ranks = (each.where.rank(sector, area, wage.name if wage else None, "") for each in endings if each.from_day == day)
    return any(rank is not None for rank in ranks)


def _unchanged(law: Law) -> Iterator[str]:
    last: dict[tuple[str, Restriction], Entry] = {}
    for entry in sorted(_entries(law), key=lambda entry: entry.from_day):
        before = last.get((_name(entry), entry.where))
        if before and _content(before) == _content(entry):
            yield f"{_named(entry)}: the same as from {day_text(before.from_day)}; leave it out"
        last[_name(entry), entry.where] = entry


def _missing_years(law: Law) -> Iterator[str]:
    years = law.holidays.years
    for year in range(years[0], years[-1]) if years else ():
        if year not in years:
            yield f"holidays: no table of {year}, though there are those of {years[0]} and {years[-1]}; add one"


def _long_silences(law: Law) -> Iterator[str]:
    """Days from which on a silence of a stated session is work though it is long enough for a break."""
    silences = [value for value in law.values if value.parameter == "measuring.stated_silence"]
    breaks = {value.from_day for value in law.values if value.parameter == "rest_missed.break"}
    for day in sorted(breaks | {value.from_day for value in silences}) if breaks and silences else ():
        held = law.value_on("measuring.stated_silence", sector=SECTORS[0], area=law.places.areas[0], day=day)
        shortest = min(_breaks_on(law, day), key=lambda each: each.number, default=None)
        if held and shortest and held.number > shortest.number:
            yield (
                f"measuring.stated_silence: {held.text} from {day_text(day)} is longer than the shortest break,"
                f" {shortest.text} for {shortest.where}: a break would count as work; make it at most as long"
            )


def _placed_settlements(law: Law) -> Iterator[str]:
    """Graces after a settlement that hold in some places alone, though a period is settled as a whole."""
    for value in law.values:
        if value.parameter == "pay_below_minimum.settlement_grace" and not value.where.everywhere:
            yield f"{_named(value)}: a platform settles in all places at once; leave areas, sectors and wage class out"


def _breaks_on(law: Law, day: Day) -> Iterator[Value]:
    for sector, area in product(SECTORS, law.places.areas):
        value = law.value_on("rest_missed.break", sector=sector, area=area, day=day)
        if value:
            yield value


def _entries(law: Law) -> tuple[Entry, ...]:
    return (*law.values, *law.endings, *law.modes)


def _name(entry: Entry) -> str:
    return f"{entry.rule}, mode" if isinstance(entry, RuleMode) else entry.parameter


def _content(entry: Entry) -> object:
    if isinstance(entry, Value):
        return (entry.value, entry.unit, entry.status)
    return entry.text if isinstance(entry, Ending) else entry.mode


def _partly_reached_zones(law: Law) -> Iterator[str]:
    entries = _entries(law)
    for entry, zone in product(entries, law.places.zones.values()):
        own = any(zone.id in other.where.areas for other in entries if _name(other) == _name(entry))
        if not own and _reaches_part(entry, zone):
            yield (
                f"{_named(entry)}: {zone.id} lies in {', '.join(zone.counties)} and takes what holds in"
                f" {zone.counties[0]}; add an entry for {zone.id} to say so"
            )


def _reaches_part(entry: Entry, zone: Area) -> bool:
    reached = entry.where.areas & set(zone.counties)
    return bool(reached) and reached != set(zone.counties)

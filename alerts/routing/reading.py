"""Reads the files of the duty desk, lays later ones over earlier by id, and finds every name in them that leads nowhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any, Final, Generic, TypeVar

from alerts.routing.shape import DeskShape, DutyShape
from schemas.texts.bounds import TextBounds
from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed, Shape, parse

BOUNDS: Final = TextBounds(
    depth=8,
    parts=60_000,
    aliases=False,
    columns=True,
    masked=frozenset({"secret", "address", "channels"}),
    example="a duty file with at least one section",
)
"""Our own files have 5 levels; 60,000 parts are a thousand shifts with their orders."""

MOST_FILES: Final = 50
"""One file a section and department, five times over."""

EVERY_POLICY: Final = "none"
"""The policy of leads without a severity, and of one that no file knows."""

E = TypeVar("E", bound=Shape)

Places = Mapping[str, tuple[str, ...]]
"""By area or zone the counties that it lies in: a county lies in itself."""


class RoutingError(ValueError):
    """The files of the duty desk cannot be used; `faults` has all of their faults, by file and line."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class DutyRow(Generic[E]):
    """An entry of a file with its place. `row` is its file and line, as messages name it."""

    id: str
    shape: E
    file: Parsed[DutyShape]
    path: tuple[str, ...]

    @property
    def row(self) -> str:
        """File and line of the entry."""
        return f"{self.file.text.file}:{self.file.text.line(self.path)}"

    def fault(self, path: Sequence[str | int], given: str, allowed: str) -> FileFault:
        """A fault at a path of keys below the entry."""
        return self.file.fault((*self.path, *path), given, allowed)


@dataclass(frozen=True, slots=True)
class DutyFiles:
    """All entries by section and id, as they are with later files laid over earlier ones."""

    sections: Mapping[str, Mapping[str, DutyRow[Any]]]
    desk: DutyRow[DeskShape] | None
    faults: list[FileFault] = field(default_factory=list)

    def rows(self, section: str) -> Mapping[str, DutyRow[Any]]:
        """The entries of a section by id, in the order in which the files first name them."""
        return self.sections.get(section, {})


def read_files(texts: Mapping[str, str], places: Places) -> DutyFiles:
    """Read texts by file name; `RoutingError` with every fault where they have any. No places: areas are not looked up."""
    faults: list[FileFault] = []
    if len(texts) > MOST_FILES:
        raise RoutingError([FileFault("", 1, "", f"{len(texts):,} files", f"at most {MOST_FILES}", 1)])
    parsed = [parse(name, text, DutyShape, faults, BOUNDS) for name, text in texts.items()]
    files = _laid_over([each for each in parsed if each is not None])
    if None not in parsed:  # what a file that cannot be read holds is not missing
        faults += [*_unknown_names(files), *_unknown_areas(files, places)]
        faults += [*_unknown_ids(files)]
        faults += [*_turned_round(files), *_approved_by_others(files), *_doubled_logins(files)]
        faults += [*_in_circles(files), *_replacing_elsewhere(files)]
        if EVERY_POLICY not in files.rows("policies"):
            allowed = "the packaged competences as the first of the files, which have it"
            faults.append(FileFault("", 1, "policies", f"no policy {EVERY_POLICY!r}", allowed, 1))
    if faults:
        raise RoutingError(faults)
    return files


def _laid_over(parsed: Iterable[Parsed[DutyShape]]) -> DutyFiles:
    sections: dict[str, dict[str, DutyRow[Any]]] = {}
    desk: DutyRow[DeskShape] | None = None
    for file in parsed:
        for section in DutyShape.model_fields:
            entries = getattr(file.shape, section)
            if isinstance(entries, DeskShape):
                desk = DutyRow("desk", entries, file, ("desk",))
            elif entries:
                rows = {key: DutyRow(key, entry, file, (section, key)) for key, entry in entries.items()}
                sections.setdefault(section, {}).update(rows)
    return DutyFiles(sections, desk)


_REFERENCES: Final = (
    ("clauses", "bracket", "bodies"),
    ("clauses", "source", "sources"),
    ("rules", "clause", "clauses"),
    ("rules", "source", "sources"),
    ("sectors", "body", "bodies"),
    ("sectors", "source", "sources"),
    ("policies", "source", "sources"),
    ("terms", "source", "sources"),
    ("forces", "source", "sources"),
    ("years", "source", "sources"),
    ("departments", "body", "bodies"),
    ("departments", "heads", "people"),
    ("departments", "gateway", "channels"),
    ("people", "department", "departments"),
    ("people", "channels", "channels"),
    ("shifts", "department", "departments"),
    ("shifts", "order", "people"),
    ("shifts", "instead_of", "shifts"),
    ("swaps", "asked_by", "people"),
    ("swaps", "taken_by", "people"),
    ("swaps", "approved_by", "people"),
)
"""Section, key of its entries, and the section whose ids the key names."""

_NAMED: Final = 20
"""Ids that a fault names; of more it says how many."""


def _unknown_names(files: DutyFiles) -> Iterator[FileFault]:
    for section, key, target in _REFERENCES:
        for row in files.rows(section).values():
            yield from _unknown(row, key, target, files)
    if files.desk is not None:
        for key in ("fallback", "analysts", "act_for"):
            yield from _unknown(files.desk, key, "people", files)


def _unknown(row: DutyRow[Any], key: str, target: str, files: DutyFiles) -> Iterator[FileFault]:
    value, known = getattr(row.shape, key), files.rows(target)
    for index, name in enumerate(value if isinstance(value, list) else [value]):
        if name is not None and name not in known:
            path = (key, index) if isinstance(value, list) else (key,)
            yield row.fault(path, f"{name!r}", f"one of {target}: {_listed(known)}")


def _listed(names: Iterable[str]) -> str:
    sorted_names = sorted(names)
    more = len(sorted_names) - _NAMED
    return (", ".join(sorted_names[:_NAMED]) or "there is none") + (f" and {more} more" if more > 0 else "")


def _unknown_ids(files: DutyFiles) -> Iterator[FileFault]:
    """The terms of no severity and the forces of no rule: a misspelt one would replace nothing, and nobody would see it."""
    for section, target in (("terms", "policies"), ("forces", "rules")):
        known = files.rows(target)
        for row in files.rows(section).values():
            if row.id not in known:
                yield row.fault((), f"{row.id!r}", f"one of {target}: {_listed(known)}")


def _unknown_areas(files: DutyFiles, places: Places) -> Iterator[FileFault]:
    for section in ("departments", "people") if places else ():
        for row in files.rows(section).values():
            for index, area in enumerate(row.shape.areas):
                if area not in places:
                    yield row.fault(("areas", index), f"{area!r}", f"an area of the law: {_listed(places)}")


def _turned_round(files: DutyFiles) -> Iterator[FileFault]:
    """The spans that end before they begin."""
    for row in files.rows("people").values():
        for index, away in enumerate(row.shape.away):
            if away.until <= away.start:
                yield row.fault(("away", index, "until"), "an instant not after `from`", "a later one")
    for row in files.rows("swaps").values():
        if row.shape.until <= row.shape.start:
            yield row.fault(("until",), "an instant not after `from`", "a later one")
        if row.shape.asked_by == row.shape.taken_by:
            yield row.fault(("taken_by",), f"{row.shape.taken_by!r}, who asked", "somebody else")
    for row in files.rows("shifts").values():
        yield from _shift_turned_round(row)
    for row in files.rows("years").values():
        yield from _festivals_turned_round(row)


def _shift_turned_round(row: DutyRow[Any]) -> Iterator[FileFault]:
    if row.shape.to is not None and row.shape.to < row.shape.first:
        yield row.fault(("to",), "a day before `from`", "the last day of the shift, `from` or later")
    if row.id in row.shape.instead_of:
        yield row.fault(("instead_of",), f"{row.id!r}, the shift itself", "other shifts")


def _festivals_turned_round(row: DutyRow[Any]) -> Iterator[FileFault]:
    for index, festival in enumerate(row.shape.festivals):
        if festival.to < festival.first:
            yield row.fault(("festivals", index, "to"), "a day before `from`", "the last day, `from` or later")


def _in_circles(files: DutyFiles) -> Iterator[FileFault]:
    """The shifts that are kept instead of one another in a circle: on a day of all of them none would be kept."""
    shifts = files.rows("shifts")
    after = {row.id: [name for name in row.shape.instead_of if name != row.id] for row in shifts.values()}
    for _ in range(_NAMED):
        try:
            TopologicalSorter(after).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))
        else:
            return
        for shift, name in pairwise(circle):
            after[shift] = [other for other in after[shift] if other != name]
            row = shifts[shift]
            given = f"{name!r}, in the circle {' → '.join(circle)}"
            yield row.fault(
                ("instead_of", row.shape.instead_of.index(name)), given, "shifts that are not kept instead of this one"
            )


def _replacing_elsewhere(files: DutyFiles) -> Iterator[FileFault]:
    """The shifts that are to be kept instead of one of another department: each department keeps its own."""
    shifts = files.rows("shifts")
    for row in shifts.values():
        for index, name in enumerate(row.shape.instead_of):
            other = shifts.get(name)
            if other is not None and other.shape.department != row.shape.department:
                given = f"{name!r}, a shift of {other.shape.department}"
                yield row.fault(("instead_of", index), given, f"shifts of {row.shape.department}")


def _approved_by_others(files: DutyFiles) -> Iterator[FileFault]:
    """The swaps that are approved by one who swaps, or by nobody who heads the department."""
    for row in files.rows("swaps").values():
        asker = files.rows("people").get(row.shape.asked_by)
        department = None if asker is None else files.rows("departments").get(asker.shape.department)
        if row.shape.approved_by is None or department is None:
            continue
        heads = [head for head in department.shape.heads if head not in {row.shape.asked_by, row.shape.taken_by}]
        if row.shape.approved_by not in heads:
            allowed = f"a head of {department.id} who does not swap: {_listed(heads)}"
            yield row.fault(("approved_by",), repr(row.shape.approved_by), allowed)


def _doubled_logins(files: DutyFiles) -> Iterator[FileFault]:
    first: dict[str, str] = {}
    for row in files.rows("people").values():
        login = row.shape.login
        if login is not None and first.setdefault(login, row.id) != row.id:
            yield row.fault(("login",), f"{login!r}, which is that of {first[login]}", "an account of one person")

"""The shapes of the files of the duty desk: their keys and the form of each value, before anything is looked up or laid over."""

import re
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from alerts.routing.local_time import read_day, read_instant, read_length, read_time
from alerts.routing.told import ChannelKind, Language, StepRole
from schemas.findings.finding import LawStatus
from schemas.texts.parsing import Shape, YesNo

MOST_NAME = 100
"""Characters of a name: the longest of an authority has 40."""

MOST_IN_ORDER = 100
"""People of one shift: a department has a few dozen."""

MOST_AWAY = 200
"""Absences of one person: years of them."""

MOST_ENTRIES = 2_000
"""Entries of one section: ten years of swaps, twenty times the people of a city's departments."""

Days = Literal["all", "workdays", "rest_days"]
TurnLength = Literal["day", "week"]


def _read(reader: Callable[[str], int], allowed: str) -> BeforeValidator:
    def read(text: object) -> int:
        try:
            return reader(str(text))
        except ValueError:
            raise ValueError(allowed) from None

    return BeforeValidator(read)


def _printable(text: str) -> str:
    if not text.isprintable() or not text.strip():
        raise ValueError("printable text in one line")
    return text


def _digits(form: str, allowed: str) -> BeforeValidator:
    def read(text: str) -> int:
        if not re.fullmatch(form, text):
            raise ValueError
        return int(text)

    return _read(read, f"{allowed}, in digits alone")


Name = Annotated[str, Field(min_length=1, max_length=MOST_NAME), AfterValidator(_printable)]
Sentence = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_printable)]
Line = Annotated[str, Field(max_length=2_000), AfterValidator(lambda text: _printable(text) if text else text)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
AreaCode = Annotated[str, Field(pattern=r"^([0-9]{6}|[A-Z][A-Z0-9-]{1,31})$")]
DayText = Annotated[int, _read(read_day, "a date that exists, from 2000 to 2199, as YYYY-MM-DD")]
TimeText = Annotated[int, _read(read_time, "a time of the day from 00:00 to 23:59, as HH:MM")]
InstantText = Annotated[int, _read(read_instant, "a local date or date and time, as YYYY-MM-DD or YYYY-MM-DDTHH:MM")]
LengthText = Annotated[int, _read(read_length, "a length such as 90 s, 15 min, 4 h or 3 d")]
Count = Annotated[int, _digits("[1-9][0-9]{0,4}", "a whole number from 1 to 99999")]
DayCount = Annotated[int, _digits("0|[1-9][0-9]{0,2}", "a whole number of days from 0 to 999")]
SecretName = Annotated[str, Field(pattern=r"^(env:[A-Z_][A-Z0-9_]{0,99}|file:/[^\x00-\x1f]{1,1000})?$")]
Entry = TypeVar("Entry", bound=Shape)
Entries = Annotated[dict[Id, Entry], Field(max_length=MOST_ENTRIES)]
Ids = Annotated[list[Id], Field(max_length=MOST_IN_ORDER)]


class Named(Shape):
    """A thing with a name in both languages."""

    zh: Name
    en: Name


class Sourced(Shape):
    """An entry with its source, and whether it was read there or chosen."""

    source: Id
    status: LawStatus
    note: Line = ""


class DocumentShape(Shape):
    """A document that entries are read in."""

    document: Line
    article: Line = ""
    published: DayText | None = None
    address: Line = ""
    quote: Line = ""
    note: Line = ""


class ClauseShape(Sourced):
    """A clause of the decree: the bodies in its bracket, in its order. `counties`: the bracket adds counties and zones."""

    bracket: Annotated[list[Id], Field(min_length=1, max_length=30)]
    counties: YesNo


class RuleClauseShape(Sourced):
    """The clause whose bracket is competent for a rule."""

    clause: Id


class SectorShape(Sourced):
    """The body that leads a sector."""

    body: Id


class EscalationShape(Shape):
    """One step of an escalation: to whom, and after how long unsigned."""

    to: StepRole
    after: LengthText


class PolicyShape(Sourced):
    """The hours and lengths of a severity."""

    at_once: YesNo
    quiet_from: TimeText
    quiet_until: TimeText
    group: LengthText
    again: LengthText
    digest_over: Count
    escalate: Annotated[list[EscalationShape], Field(max_length=10)] = []


class TermShape(Sourced):
    """The date until which a lead of a severity is to be handled: days after it was raised, the time of that day, a reminder."""

    days: DayCount
    until: TimeText
    remind: LengthText


class WordsShape(Shape):
    """A sentence in both languages."""

    zh: Sentence
    en: Sentence


class ForceShape(Sourced):
    """The force of the clause behind a rule: where it stands, in a word, and as a page has it."""

    basis: Named
    short: Named
    words: WordsShape


class DepartmentShape(Named):
    """A department that has a rota here: the body it belongs to, its areas (none: all), its heads, and its gateway's channel."""

    body: Id
    areas: Annotated[list[AreaCode], Field(max_length=MOST_IN_ORDER)] = []
    heads: Ids = []
    gateway: Id | None = None


class AwayShape(Shape):
    """An absence `[from, until)`."""

    start: InstantText = Field(alias="from")
    until: InstantText
    note: Line = ""


class PersonShape(Named):
    """Somebody who can be told, and when they are away."""

    department: Id
    language: Language = "zh"
    areas: Annotated[list[AreaCode], Field(max_length=MOST_IN_ORDER)] = []
    channels: Ids = []
    login: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$")] | None = None
    certificate: Line = ""
    away: Annotated[list[AwayShape], Field(max_length=MOST_AWAY)] = []


class ChannelShape(Shape):
    """A way to reach people; `secret` is the name of a file or of an environment variable, never the secret itself."""

    kind: ChannelKind
    address: Annotated[Line, Field(min_length=1)]
    secret: SecretName = ""
    group: YesNo = False


class ShiftShape(Shape):
    """People who take turns, from a day to a day (the last one), from `change_at` for a whole day or until `ends_at`.

    `instead_of`: other shifts that are not kept while this one is.
    """

    department: Id
    first: DayText = Field(alias="from")
    to: DayText | None = None
    order: Annotated[list[Id], Field(min_length=1, max_length=MOST_IN_ORDER)]
    change_at: TimeText
    ends_at: TimeText | None = None
    days: Days = "all"
    turn: TurnLength = "day"
    instead_of: Ids = []
    note: Line = ""


class SwapShape(Shape):
    """A swap `[from, until)`: wherever `asked_by` would be, `taken_by` is. It holds once somebody has approved it."""

    asked_by: Id
    taken_by: Id
    start: InstantText = Field(alias="from")
    until: InstantText
    approved_by: Id | None = None
    note: Line = ""


class FestivalShape(Named):
    """A festival: its name, and the first and the last of its days off."""

    first: DayText = Field(alias="from")
    to: DayText


class YearNoticeShape(Sourced):
    """The days off and the make-up workdays of a year, by the notice of the State Council. Weekends need not be named.

    `festivals`: the names by which gaps of the rota are told; without them a gap names none.
    """

    rest_days: Annotated[list[DayText], Field(max_length=100)]
    make_up_workdays: Annotated[list[DayText], Field(max_length=100)]
    festivals: Annotated[list[FestivalShape], Field(max_length=20)] = []


class DeskShape(Shape):
    """The people who are told where nobody else is, who read the digest of what is only observed, and who may act for others."""

    fallback: Ids = []
    analysts: Ids = []
    act_for: Ids = []


class DutyShape(Shape):
    """One file of the duty desk. Every section may be left out."""

    sources: Entries[DocumentShape] = {}
    bodies: Entries[Named] = {}
    clauses: Entries[ClauseShape] = {}
    rules: Entries[RuleClauseShape] = {}
    sectors: Entries[SectorShape] = {}
    policies: Entries[PolicyShape] = {}
    terms: Entries[TermShape] = {}
    forces: Entries[ForceShape] = {}
    departments: Entries[DepartmentShape] = {}
    people: Entries[PersonShape] = {}
    channels: Entries[ChannelShape] = {}
    shifts: Entries[ShiftShape] = {}
    swaps: Entries[SwapShape] = {}
    years: Annotated[dict[Annotated[str, Field(pattern=r"^20[0-9]{2}$")], YearNoticeShape], Field(max_length=100)] = {}
    desk: DeskShape | None = None

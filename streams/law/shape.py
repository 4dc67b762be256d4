"""The shapes of the law files: their keys and the form of each value, before anything is looked up or merged."""

import re
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from schemas.envelope import PLATFORM_FORM, Sector
from schemas.findings.finding import LawStatus
from schemas.legal_days import Day, day_from_text
from schemas.texts.parsing import Shape, YesNo
from schemas.topics import RESERVED_PLATFORMS
from streams.law.registers.settlement import SettledBy
from streams.law.value import Mode


def _day(text: object) -> Day:
    try:
        return day_from_text(str(text))
    except ValueError:
        raise ValueError("a date that exists, as YYYY-MM-DD") from None


def _one_or_several(given: object) -> str | tuple[str, ...]:
    several = given if isinstance(given, list) else [given]
    texts = tuple(each for each in several if isinstance(each, str) and each)
    if not texts or len(texts) != len(several):
        raise ValueError("a text or a list of texts")
    return texts if isinstance(given, list) else texts[0]


def _not_reserved(platform_id: str) -> str:
    if platform_id in RESERVED_PLATFORMS:
        reserved = ", ".join(sorted(RESERVED_PLATFORMS))
        raise ValueError(f"another id: {reserved} are words that stand where a platform's id stands")
    return platform_id


def _count(given: object) -> int:
    if not re.fullmatch("[1-9][0-9]{0,14}", str(given)):
        raise ValueError("a whole number from 1 to 999999999999999, in digits alone")
    return int(str(given))


Written = Annotated[str, Field(min_length=1)]
DayText = Annotated[Day, BeforeValidator(_day)]
Count = Annotated[int, BeforeValidator(_count)]
CountyCode = Annotated[str, Field(pattern=r"^\d{6}$")]
ZoneId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")]
PlatformId = Annotated[str, Field(pattern=PLATFORM_FORM), AfterValidator(_not_reserved)]


class SourcedShape(Shape):
    """An entry with a status: where it was read, or that it was chosen.

    Overlays written before have `verified` in its place; true is `copy`. Where both stand, `status` counts.
    """

    unnamed: ClassVar[frozenset[str]] = frozenset({"verified"})

    status: LawStatus
    verified: YesNo | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_before(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "verified" not in given:
            return given
        if "status" in given:
            return {key: value for key, value in given.items() if key != "verified"}
        return {"status": "copy" if given["verified"] == "true" else "unread", **given}

    def read_status(self, unverified: LawStatus) -> LawStatus:
        """The status; `unverified` where the entry has `verified: false` in its place."""
        return unverified if self.verified is False else self.status


class SourceShape(Shape):
    """A document that values are read in or derived from. `quote` is its wording, `note` a remark."""

    document: Written
    article: str = ""
    address: str = ""
    published: DayText | None = None
    quote: str = ""
    note: str = ""


class ValueShape(SourcedShape):
    """One dated value. `source` names one of the file's sources; `note` is the reason; `platform` who alone has agreed to it."""

    value: Annotated[str | tuple[str, ...], PlainValidator(_one_or_several)]
    from_day: DayText = Field(alias="from")
    source: Written
    sectors: list[Sector] = []
    areas: list[Written] = []
    wage_class: str = ""
    platform: str = ""
    note: str = ""


class ParameterShape(Shape):
    """A parameter with all its values. An overlay may leave `unit` and `meaning` out, and does not have `stricter`.

    `stricter`: `less`, `more` or the word that is the strictest value; empty where a platform can agree to nothing else.
    """

    meaning: str = ""
    unit: str = ""
    stricter: str = ""
    values: Annotated[list[ValueShape], Field(min_length=1)]


class ModeShape(Shape):
    """The mode of the file's rule from a day on."""

    mode: Mode
    from_day: DayText = Field(alias="from")
    areas: list[Written] = []
    note: str = ""


class RuleShape(Shape):
    """The file of one rule, named as the rule is. `title` names it on panels, in Chinese and English; an overlay needs none."""

    title: str = ""
    sources: dict[str, SourceShape] = {}
    parameters: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], ParameterShape] = {}
    modes: list[ModeShape] = []


class NameShape(Shape):
    """A name in both languages."""

    zh: Written
    en: Written


class WageClassShape(SourcedShape):
    """The wage class of an area from a day on."""

    wage_class: Written = Field(alias="class")
    from_day: DayText = Field(alias="from")
    source: Written
    note: str = ""


class CountyShape(SourcedShape, NameShape):
    """A county: its names, the responsible body, and where these facts were read."""

    body: NameShape
    source: Written
    wage_classes: list[WageClassShape] = []
    note: str = ""


class ZoneShape(CountyShape):
    """A zone, with the counties it lies in; the first is the one whose values hold where it has none of its own."""

    counties: Annotated[list[CountyCode], Field(min_length=1)]


class OfficeShape(NameShape):
    """A weather office: its other names and codes, the channels it sends by, and the code of the office above it, if any."""

    names: list[Written] = []
    codes: list[Written] = []
    channels: list[Written] = []
    under: str = ""
    source: Written
    note: str = ""


class PlacesShape(Shape):
    """The file of places. `towns`: by code of nine digits of each town whose warnings count as its county's, the county."""

    sources: dict[str, SourceShape] = {}
    provinces: dict[CountyCode, NameShape] = {}
    cities: dict[CountyCode, NameShape] = {}
    counties: dict[CountyCode, CountyShape] = {}
    zones: dict[ZoneId, ZoneShape] = {}
    towns: dict[Annotated[str, Field(pattern=r"^\d{9}$")], CountyCode] = {}
    offices: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")], OfficeShape] = {}
    weather_kinds: dict[Written, Written] = {}


class BudgetShape(Shape):
    """The limits of a platform that differ from the usual budget."""

    statements: Count | None = None
    worker_bytes: Count | None = None
    new_workers: Count | None = None
    bytes: Count | None = None
    declared: Count | None = None


class SettlementShape(Shape):
    """The period by which a platform settles pay from a day on."""

    by: SettledBy
    from_day: DayText = Field(alias="from")
    note: str = ""


class PlatformShape(NameShape):
    """A platform: its names, the sectors that it works in, its budget, and how it settles; without an entry by the day."""

    sectors: Annotated[list[Sector], Field(min_length=1)]
    budget: BudgetShape = BudgetShape()
    settles: list[SettlementShape] = []
    note: str = ""


class PlatformsShape(Shape):
    """The file of platforms."""

    platforms: dict[PlatformId, PlatformShape] = {}


class YearShape(SourcedShape):
    """The statutory holidays of a year: by festival its dates, as MM-DD."""

    source: Written
    note: str = ""
    days: Annotated[dict[str, Annotated[list[Written], Field(min_length=1)]], Field(min_length=1)]


class HolidaysShape(Shape):
    """The file of statutory holidays: the festivals' names, Chinese to English, and the tables of the years."""

    sources: dict[str, SourceShape] = {}
    festivals: dict[str, Written] = {}
    years: dict[Annotated[str, Field(pattern=r"^\d{4}$")], YearShape] = {}

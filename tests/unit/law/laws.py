"""Small laws to test with: two counties of unlike wage class, two zones, one rule, invented numbers."""

from collections.abc import Mapping

from streams.law.errors import LawError
from streams.law.reading.loader import load_law
from streams.law.table import Law

AREAS = """
sources:
  list: {document: a list}
provinces: {360000: {zh: 江西省, en: Jiangxi}}
cities: {360100: {zh: 南昌市, en: Nanchang}}
counties:
  360111:
    zh: 青山湖区
    en: Qingshanhu
    body: {zh: 区政府, en: District}
    source: list
    status: copy
    wage_classes: [{from: 2018-01-01, class: I, source: list, status: copy}]
  360121:
    zh: 南昌县
    en: Nanchang County
    body: {zh: 县政府, en: County}
    source: list
    status: copy
    wage_classes: [{from: 2018-01-01, class: II, source: list, status: copy}]
zones:
  NC-GX:
    zh: 高新区
    en: High-tech Zone
    counties: [360111, 360121]
    body: {zh: 管委会, en: Committee}
    source: list
    status: copy
    wage_classes:
      - {from: 2018-01-01, class: II, source: list, status: copy}
      - {from: 2021-04-01, class: I, source: list, status: unread}
  NC-X:
    zh: 某区
    en: Some Zone
    counties: [360121]
    body: {zh: 管委会, en: Committee}
    source: list
    status: unread
"""
PLATFORMS = "platforms: {hema: {zh: 河马, en: Hema, sectors: [delivery]}}"
SOURCES = "sources: {plan: {document: a plan, article: art. 6, address: 'http://law.example/6', published: 2022-05-12}}"
MODES = "modes: [{mode: enforce, from: 2022-05-12}]"


def rule(parameters: str = "", modes: str = MODES) -> str:
    """The text of a rule's file."""
    return f"{SOURCES}\nparameters:\n  {{{parameters}}}\n{modes}\n"


def limit(*entries: str, unit: str = "ms") -> str:
    """A parameter `limit` out of entries as `from | value | further keys`, from the plan; copies unless they state another."""
    return f"limit: {{unit: {unit}, values: [{', '.join(map(entry, entries))}]}}"


def entry(short: str) -> str:
    """One entry out of `from | value | further keys`."""
    start, value, further = [*(part.strip() for part in short.split("|")), "", ""][:3]
    status = "" if "status" in further or "verified" in further else "status: copy, "
    return f"{{from: {start}, value: {value}, source: plan, {status}{further}}}"


def texts(rest: str) -> dict[str, str]:
    """The files of a law whose one rule is `rest`."""
    return {"areas.yaml": AREAS, "platforms.yaml": PLATFORMS, "rest.yaml": rest}


def law(*entries: str, modes: str = MODES, unit: str = "ms", overlay: str | None = None) -> Law:
    """A law with the parameter `rest.limit`, and an overlay of the rule's file where one is given."""
    over = {} if overlay is None else {"rest.yaml": overlay}
    return load_law(texts(rule(limit(*entries, unit=unit), modes)), over)


def faults(files: Mapping[str, str], overlay: Mapping[str, str] | None = None) -> list[str]:
    """The loader's faults of files that cannot be used."""
    try:
        load_law(files, overlay or {})
    except LawError as error:
        return [str(fault) for fault in error.faults]
    return []

"""Changes that files laid over the registers make: wage classes, offices, platforms and holidays decide as values do."""

from pathlib import Path

import pytest

from streams.law.files import overlay_of, packaged_law
from streams.law.review.difference import difference

SOURCE = "sources: {x: {document: any}}\n"
BODY = "body: {zh: 青云谱区人民政府, en: Government of Qingyunpu District}"
COUNTY = f"{{zh: 青云谱区, en: Qingyunpu District, {BODY}, source: x, status: copy"
CLASSES = "2015-10-01 I copy, 2018-01-01 I copy, 2021-04-01 I copy"
OFFICE = "zh: 南昌县气象台, en: Nanchang County Meteorological Observatory, source: x"
LITTLE = "{statements: 1, new_workers: 1, declared: 1, bytes: 1000, worker_bytes: 1}"
HEMA = "zh: 河马外卖, en: Hema Delivery"


def changes(folder: Path, name: str, text: str) -> list[str]:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return overlay_of(folder).changes()


@pytest.mark.parametrize(
    ("name", "text", "change"),
    [
        (
            "areas",
            f"counties:\n  360104: {COUNTY}, wage_classes: [{{from: 2015-10-01, class: III, source: x, status: copy}}]}}\n",
            f"counties 360104: wage_classes {CLASSES} -> 2015-10-01 III copy",
        ),
        ("areas", "towns:\n  360104001: '360104'\n", "towns 360104001: new: 360104"),
        ("areas", "weather_kinds:\n  海啸: tsunami\n", "weather_kinds 海啸: new: tsunami"),
        (
            "platforms",
            f"platforms:\n  hema: {{{HEMA}, sectors: [delivery], settles: [{{by: month, from: 2026-01-01}}]}}\n",
            "platforms hema: settles none -> month 2026-01-01",
        ),
        (
            "platforms",
            f"platforms:\n  hema: {{{HEMA}, sectors: [courier], budget: {{statements: 1}}}}\n",
            "platforms hema: budget statements 10000 -> statements 1; sectors delivery -> courier",
        ),
        (
            "platforms",
            f"platforms:\n  newcomer: {{zh: 新来者, en: Newcomer, sectors: [delivery], budget: {LITTLE}}}\n",
            "platforms newcomer: new: bytes 1000 declared 1 new_workers 1 statements 1 worker_bytes 1, Newcomer 新来者, delivery",
        ),
    ],
)
def test_an_entry_of_a_register_that_is_not_as_ours_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, change: str
) -> None:
    whole = SOURCE + text if name == "areas" else text

    assert changes(tmp_path, name, whole) == [f"overlay/{name}.yaml:{3 if name == 'areas' else 2}: {change}"]


def test_a_holiday_that_is_gone_is_named_with_the_line_of_its_year(tmp_path: Path) -> None:
    text = f"{SOURCE}years:\n  2027: {{source: x, status: copy, days: {{元旦: [01-01]}}}}\n"

    lines = changes(tmp_path, "holidays", text)

    assert "overlay/holidays.yaml:3: years 2027-10-01 国庆节: gone: National Day 国庆节, copy" in lines
    assert not any("2026" in line for line in lines)


def test_an_office_that_is_put_under_another_is_a_difference_of_the_two_laws(tmp_path: Path) -> None:
    text = f"{SOURCE}offices:\n  36012141600000: {{{OFFICE}, under: '00000041600000'}}\n"

    (line,) = changes(tmp_path, "areas", text)
    (change,) = difference(packaged_law().text, packaged_law(tmp_path).text)

    assert line.startswith(
        "overlay/areas.yaml:3: offices 36012141600000: above 00000041600000, 36000041600000, 3601004"
    )
    assert (change.sort, change.name) == ("weather.offices", "36012141600000")


def test_a_register_as_ours_changes_nothing(tmp_path: Path) -> None:
    assert changes(tmp_path, "platforms", f"platforms:\n  hema: {{{HEMA}, sectors: [delivery]}}\n") == []

from dataclasses import replace

import pytest

from schemas.legal_days import day_from_text
from streams.law.reading.loader import load_law
from streams.law.registers.budget import USUAL
from streams.law.table import Law
from tests.unit.law.laws import MODES, entry, faults, law, limit, rule, texts

PACKAGED = ("2022-05-12 | 4 h", "2022-05-12 | 3 h | areas: [360121]")


def laid_over(*entries: str) -> Law:
    values = ", ".join(map(entry, entries))
    return law(*PACKAGED, overlay=f"parameters: {{limit: {{values: [{values}]}}}}")


def held(rest: Law, day: str, area: str) -> str:
    return rest.find("rest.limit", sector="delivery", area=area, day=day_from_text(day)).text


def test_an_entry_with_the_same_restriction_and_day_takes_the_place_of_the_packaged_one() -> None:
    rest = laid_over("2022-05-12 | 2 h | areas: [360121]")

    assert [held(rest, "2022-05-12", area) for area in ("360111", "360121")] == ["4 h", "2 h"]
    assert len(rest.values) == len(PACKAGED)


def test_any_other_entry_is_added() -> None:
    rest = laid_over("2021-01-01 | 6 h", "2023-01-01 | 2 h")

    assert [held(rest, day, "360111") for day in ("2021-01-01", "2022-12-31", "2023-01-01")] == ["6 h", "4 h", "2 h"]


def test_an_overlay_may_cite_a_source_of_its_own_and_one_of_the_packaged_file() -> None:
    text = "sources: {court: {document: a ruling}}\nparameters:\n  limit:\n    values:\n      - " + entry(
        "2023-01-01 | 2 h"
    ).replace("source: plan", "source: court")

    rest = law(*PACKAGED, overlay=text)

    assert [value.source.document for value in rest.values] == ["a plan", "a plan", "a ruling"]


def test_an_overlay_changes_a_mode_by_area_and_day() -> None:
    rest = law(*PACKAGED, overlay="modes: [{mode: off, from: 2022-05-12}, {mode: observe, from: 2023-01-01}]")

    modes = [rest.mode("rest", area="360111", day=day_from_text(day)) for day in ("2022-05-12", "2023-01-01")]

    assert modes == ["off", "observe"]


def test_an_overlay_adds_and_replaces_platforms_and_places_by_id() -> None:
    platforms = (
        "platforms: {hema: {zh: 新河马, en: New Hema, sectors: [courier]}, new: {zh: 新, en: N, sectors: [courier]}}"
    )
    city = "cities: {360200: {zh: 景德镇市, en: Jingdezhen}}"

    rest = load_law(texts(rule(limit(*PACKAGED), MODES)), {"platforms.yaml": platforms, "areas.yaml": city})

    assert {key: platform.name.en for key, platform in rest.platforms.items()} == {"hema": "New Hema", "new": "N"}
    assert list(rest.places.cities) == ["360100", "360200"]
    assert "NC-GX" in rest.places


def test_an_overlay_of_no_packaged_file_is_a_fault() -> None:
    (fault,) = faults(texts(rule(limit(*PACKAGED), MODES)), {"rests.yaml": "modes: []"})

    assert fault == (
        "overlay/rests.yaml:1: given the name 'rests.yaml';"
        " allowed a file of one of the names areas.yaml, platforms.yaml, rest.yaml"
    )


def test_a_fault_in_an_overlay_is_told_with_its_name_and_line() -> None:
    packaged = texts(rule(limit(*PACKAGED), MODES))
    overlay = f"parameters:\n  limit:\n    unit: percent\n    values: [{entry('2023-01-01 | 2 %')}]"

    said = faults(packaged, {"rest.yaml": overlay})

    assert said == ["overlay/rest.yaml:3: parameters.limit.unit: given 'percent'; allowed ms"]


def test_over_a_file_with_faults_the_overlay_adds_none_of_its_own() -> None:
    overlay = f"parameters: {{limit: {{values: [{entry('2023-01-01 | 2 h | areas: [360121]')}]}}}}"

    said = faults(texts("modes: []\nmode: off"), {"rest.yaml": overlay})

    assert said == ["rest.yaml:2: mode: given the key 'mode'; allowed the keys title, sources, parameters, modes"]


def test_a_new_parameter_in_an_overlay_needs_a_unit() -> None:
    packaged = texts(rule(limit(*PACKAGED), MODES))

    (fault,) = faults(packaged, {"rest.yaml": f"parameters: {{more: {{values: [{entry('2023-01-01 | 2 %')}]}}}}"})

    assert fault.startswith("overlay/rest.yaml:1: parameters.more.unit: given no unit; allowed one of ms,")


def test_an_overlay_entry_that_covers_a_packaged_one_only_in_part_is_a_fault() -> None:
    packaged = texts(rule(limit("2022-05-12 | 4 h", "2022-05-12 | 3 h | areas: [360111, 360121]"), MODES))
    overlay = f"parameters: {{limit: {{values: [{entry('2022-05-12 | 2 h | areas: [360121]')}]}}}}"

    (fault,) = faults(packaged, {"rest.yaml": overlay})

    assert fault.endswith("allowed one only: the other is rest.yaml:3 for 360111, 360121")


def test_a_budget_may_be_set_for_a_platform_and_what_it_leaves_out_is_the_usual() -> None:
    given = "platforms: {hema: {zh: 河马, en: Hema, sectors: [delivery], budget: {statements: 500, bytes: 7000}}}"

    rest = load_law(texts(rule(limit(*PACKAGED))), {"platforms.yaml": given})
    usual = load_law(texts(rule(limit(*PACKAGED))))

    assert rest.platforms["hema"].budget == replace(USUAL, statements=500, bytes=7000)
    assert usual.platforms["hema"].budget == USUAL


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "1e6", "many", "0x10", "٣", "1000000000000000"])
def test_a_budget_that_is_no_whole_number_above_0_is_a_fault(given: str) -> None:
    platforms = f"platforms:\n  hema: {{zh: 河马, en: Hema, sectors: [delivery], budget: {{new_workers: {given}}}}}"

    (fault,) = faults(texts(rule(limit(*PACKAGED))), {"platforms.yaml": platforms})

    assert fault.startswith(
        f"overlay/platforms.yaml:2: platforms.hema.budget.new_workers: given {given!r}; allowed a whole"
    )


def test_a_budget_of_something_else_is_a_fault_that_names_what_can_be_limited() -> None:
    platforms = "platforms: {hema: {zh: 河马, en: Hema, sectors: [delivery], budget: {events: 5}}}"

    (fault,) = faults(texts(rule(limit(*PACKAGED))), {"platforms.yaml": platforms})

    assert fault.endswith(
        "given the key 'events'; allowed the keys statements, worker_bytes, new_workers, bytes, declared"
    )

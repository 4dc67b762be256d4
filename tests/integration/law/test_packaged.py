"""The law of this release. Its dates and numbers are read from its files; here stands what the plan's text says of them."""

import pytest

from streams.law.calendar import Day
from streams.law.check import check
from streams.law.errors import NoValueInForce
from streams.law.files import packaged_law
from streams.law.places import SECTORS
from streams.law.table import Law

PLAN = "洪人社发〔2022〕88号"
PILOTS = {"360104", "360113"}


@pytest.fixture(scope="module")
def law() -> Law:
    return packaged_law()


@pytest.fixture(scope="module")
def begin(law: Law) -> Day:
    """The plan's date, on which clause 6 begins to hold."""
    published = law.find("rest_missed.limit", sector="delivery", area="360104", day=100_000).source.published
    assert published is not None
    return published


def test_the_packaged_law_has_no_fault(law: Law) -> None:
    assert check(law) == []


def test_the_numbers_that_the_clause_names_were_read_in_it(law: Law, begin: Day) -> None:
    limit, pause = (
        law.find(f"rest_missed.{each}", sector="delivery", area="360104", day=begin) for each in ("limit", "break")
    )

    assert "连续工作超过4小时" in limit.source.quote
    assert "不少于20分钟" in pause.source.quote
    assert (limit.text, pause.text) == ("4 h", "20 min")
    assert (limit.number, pause.number) == (4 * 3_600_000, 20 * 60_000)
    assert (limit.verified, pause.verified) == (True, True)


def test_what_the_clause_does_not_name_is_not_verified(law: Law) -> None:
    chosen = {value.parameter for value in law.values if not value.verified}

    assert chosen == {"rest_missed.measure", "rest_missed.basis", "rest_missed.severity", "rest_due.lead"}


def test_clause_6_holds_everywhere_from_the_plan_s_date_and_not_the_day_before(law: Law, begin: Day) -> None:
    rest = [each for each in law.parameters if each.startswith("rest_")]

    for parameter in rest:
        for sector in SECTORS:
            for area in law.places.areas:
                assert law.find(parameter, sector=sector, area=area, day=begin).source.document == PLAN
                with pytest.raises(NoValueInForce):
                    law.find(parameter, sector=sector, area=area, day=begin - 1)


def test_nanchang_decides_on_online_time_in_every_sector(law: Law, begin: Day) -> None:
    bases = {law.find("rest_missed.basis", sector=each, area="NC-GX", day=begin).word for each in SECTORS}

    assert bases == {"online"}


def test_the_pilot_districts_are_enforced_and_the_rest_of_the_city_is_observed(law: Law, begin: Day) -> None:
    modes = {area: law.mode("rest_missed", area=area, day=begin) for area in law.places.areas}

    assert {area for area, mode in modes.items() if mode == "enforce"} == PILOTS
    assert {mode for area, mode in modes.items() if area not in PILOTS} == {"observe"}


def test_the_places_are_the_nine_counties_and_the_zones_of_nanchang(law: Law) -> None:
    counties = ["360102", "360103", "360104", "360111", "360112", "360113", "360121", "360123", "360124"]

    assert list(law.places.counties) == counties
    assert {zone.id: zone.counties for zone in law.places.zones.values()} == {
        "NC-GX": ("360111", "360121"),
        "NC-JK": ("360112",),
        "NC-WL": ("360112",),
    }
    assert set(law.places.reached_by("360100")) == set(law.places.areas)


def test_every_source_is_cited_with_its_document_and_article(law: Law) -> None:
    assert all(value.source.document and value.source.article for value in law.values)


def test_each_sector_has_a_platform_to_show(law: Law) -> None:
    assert {sector for platform in law.platforms.values() for sector in platform.sectors} == set(SECTORS)

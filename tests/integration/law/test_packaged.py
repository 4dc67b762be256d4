"""The law of this release. Its dates and numbers are read from its files; here stands what the plan's text says of them."""

from itertools import product

import pytest

from schemas.legal_days import Day, day_from_text, day_text
from schemas.weather.warning import KINDS
from streams.law.check import check
from streams.law.errors import NoValueInForce
from streams.law.files import packaged_law
from streams.law.registers.places import SECTORS
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw, RedLaw
from streams.law.terms.pay import PayLaw

PLAN = "洪人社发〔2022〕88号"
PILOTS = {"360104", "360113"}
CLAUSE_8 = ("pace_not_eased.", "dispatch_under_red.")


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
    assert (limit.status, pause.status) == ("official", "official")


def test_what_no_text_names_is_policy(law: Law) -> None:
    chosen = {value.parameter for value in law.values} - {
        value.parameter for value in law.values if value.status != "policy"
    }

    assert chosen == {
        *("rest_missed.measure", "rest_missed.basis", "rest_missed.severity", "rest_due.lead"),
        *(f"pay_below_minimum.{each}" for each in ("period", "least_hours", "left_out", "grace", "severity")),
        "pay_below_minimum.settlement_grace",
        *("dispatch_during_rest.severity", "weekly_rest.least"),
        *(each for each in law.parameters if each.startswith((*CLAUSE_8, "measuring."))),
    }


@pytest.mark.parametrize(
    ("day", "by_class", "status"),
    [
        ("2015-10-01", (1530, 1430, 1340), "copy"),
        ("2017-12-31", (1530, 1430, 1340), "copy"),
        ("2018-01-01", (1680, 1580, 1470), "copy"),
        ("2021-04-01", (1850, 1730, 1610), "copy"),
        ("2024-04-01", (2000, 1870, 1740), "unread"),
    ],
)
def test_the_hourly_minimum_is_that_of_the_wage_class_and_the_day(
    law: Law, day: str, by_class: tuple[int, ...], status: str
) -> None:
    found = [
        law.find("pay_below_minimum.hourly_minimum", sector="courier", area=area, day=day_from_text(day))
        for area in ("360104", "360112", "360124")
    ]

    assert tuple(value.number for value in found) == by_class
    assert {value.status for value in found} == {status}


def test_high_tech_zone_pays_class_i_though_a_part_of_it_lies_in_a_county_of_class_ii(law: Law) -> None:
    day = day_from_text("2022-06-01")

    found = {
        area: law.find("pay_below_minimum.hourly_minimum", sector="courier", area=area, day=day)
        for area in ("NC-GX", "360121", "NC-WL")
    }

    assert {area: value.number for area, value in found.items()} == {"NC-GX": 1850, "360121": 1730, "NC-WL": 1730}
    assert found["NC-WL"].status == "unread"


def test_that_order_time_decides_about_pay_was_read_since_the_guideline_is_out(law: Law) -> None:
    line = law.timeline("pay_below_minimum.basis", sector="delivery", area="360104")

    assert [(day_text(day), value and value.word, value and value.status) for day, value in line] == [
        ("2018-01-01", "order", "policy"),
        ("2024-02-23", "order", "official"),
    ]


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


@pytest.mark.parametrize("rule", ["rest_missed", "dispatch_during_rest", "pay_below_minimum"])
def test_the_pilot_districts_are_enforced_and_the_rest_of_the_city_is_observed(law: Law, begin: Day, rule: str) -> None:
    modes = {area: law.mode(rule, area=area, day=begin) for area in law.places.areas}

    assert {area for area, mode in modes.items() if mode == "enforce"} == PILOTS
    assert {mode for area, mode in modes.items() if area not in PILOTS} == {"observe"}


def test_clause_8_holds_everywhere_from_the_plan_s_date_and_is_policy(law: Law, begin: Day) -> None:
    held = [
        value
        for area, sector in product(law.places.areas, SECTORS)
        for value in (
            *PaceLaw(law).terms(area, sector, begin).values,
            *RedLaw(law).terms(area, sector, begin).values,
        )
        if value.rule != "measuring"
    ]

    assert {value.from_day for value in held} == {begin}
    assert {value.status for value in held} == {"policy"}
    assert all("限制接单、延长服务完成时限" in value.source.quote for value in held)


def test_the_kinds_of_weather_are_names_that_a_warning_has(law: Law) -> None:
    kinds = [set(value.words) for value in law.values if value.parameter.endswith(".kinds")]

    assert len(kinds) == 2
    assert all(kinds)
    assert all(each <= set(KINDS) for each in kinds)


def test_pace_is_enforced_in_the_pilot_districts_and_pushes_under_red_are_observed(law: Law, begin: Day) -> None:
    pace, red = (
        {area: law.mode(rule, area=area, day=begin) for area in law.places.areas}
        for rule in ("pace_not_eased", "dispatch_under_red")
    )

    assert {area for area, mode in pace.items() if mode == "enforce"} == PILOTS
    assert {mode for area, mode in pace.items() if area not in PILOTS} == {"observe"}
    assert set(red.values()) == {"observe"}


def test_pay_before_the_plan_is_observed_everywhere_since_its_basis_and_off_before(law: Law, begin: Day) -> None:
    modes = {
        day: {law.mode("pay_below_minimum", area=area, day=day) for area in law.places.areas}
        for day in (begin - 1, day_from_text("2018-01-01"), day_from_text("2017-12-31"))
    }

    assert [*modes.values()] == [{"observe"}, {"observe"}, {"off"}]


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


@pytest.mark.parametrize(
    ("wage_class", "areas"),
    [
        ("I", ["360102", "360103", "360104", "360111", "360113", "NC-JK", "NC-GX"]),
        ("II", ["360112", "360121"]),
        ("III", ["360124", "360123"]),
    ],
)
def test_since_2021_the_wage_classes_are_those_of_the_order_of_2021(
    law: Law, wage_class: str, areas: list[str]
) -> None:
    day = day_from_text("2021-04-01")

    held = [law.places.area(area).wage_class(day) for area in areas]

    assert [(each.name, each.from_day, each.status) for each in held if each] == [(wage_class, day, "copy")] * len(
        areas
    )


@pytest.mark.parametrize(
    ("sector", "day", "text", "status"),
    [
        ("delivery", "2022-05-12", "国市监网监发〔2021〕38号", "copy"),
        ("courier", "2022-05-12", "洪人社发〔2022〕88号第6条", "policy"),
        ("ride_hailing", "2024-02-22", "洪人社发〔2022〕88号第6条", "policy"),
        ("ride_hailing", "2024-02-23", "人社厅发〔2023〕50号第5条", "official"),
        ("delivery", "2025-12-04", "外卖平台服务管理基本要求", "copy"),
    ],
)
def test_the_texts_that_speak_of_dispatch_are_cited_by_sector_and_day(
    law: Law, sector: str, day: str, text: str, status: str
) -> None:
    found = law.find("dispatch_during_rest.authority", sector=sector, area="360104", day=day_from_text(day))

    assert (found.words, found.status) == ((text,), status)


def test_that_pay_is_reckoned_by_the_hour_was_read_since_the_guideline_and_by_the_day_nowhere(law: Law) -> None:
    cited = [
        {
            value.parameter.partition(".")[2]: value.status
            for value in PayLaw(law).terms("360104", "delivery", day).values
        }
        for day in map(day_from_text, ("2024-02-22", "2024-02-23"))
    ]

    assert [(each["standard"], each["period"], each["basis"]) for each in cited] == [
        ("policy", "policy", "policy"),
        ("copy", "policy", "official"),
    ]

"""A finding about an area as a row of a table."""

import pytest

from schemas.findings.finding import Finding
from schemas.findings.rest_figures import DispatchFigures
from streams.cli.leads.sections.rest import dispatch_rows
from streams.cli.wording import COLUMNS, row_of
from streams.law.files import packaged_law
from tests.unit.rules.areas import busy, found, together, usual, view, warning

LAW = packaged_law()


@pytest.fixture(scope="module")
def finding() -> Finding:
    cells = together(usual(1, 2), busy("08:30", "12:00", orders=10, promised=1))
    (breach,) = found(LAW, view(cells, warning("08:00", "12:00")))
    return Finding.model_validate_json(breach.model_dump_json())


def test_platform_sector_and_area_are_shown_whole_and_the_area_with_its_name(finding: Finding) -> None:
    row = dict(zip(COLUMNS, row_of(finding, LAW.places), strict=True))

    assert (row["about"], row["on"], row["area"]) == ("hema/delivery/360104", "hema", "360104 青云谱区")


def test_pace_is_shown_in_orders_an_hour(finding: Finding) -> None:
    row = dict(zip(COLUMNS, row_of(finding, LAW.places), strict=True))

    assert (row[">measured"], row[">limit"]) == ("10.000 orders/h", "9.000 orders/h")


def test_an_area_that_the_law_files_do_not_know_is_shown_by_its_code(finding: Finding) -> None:
    elsewhere = finding.model_copy(update={"area": "NC-NEW"})

    row = dict(zip(COLUMNS, row_of(elsewhere, LAW.places), strict=True))

    assert row["area"] == "NC-NEW"


def test_the_page_of_pushes_says_that_time_and_limit_are_those_of_the_stretch_and_names_its_lead() -> None:
    figures = DispatchFigures(stretch_starts_at=0, stretch_ends_at=1, rest_finding="f", orders=())

    with_lead, without = (dict(dispatch_rows(figures, lead)) for lead in (7, None))

    name = "平台时长与到限时刻 platform's time, limit reached"
    assert "of its lead, 线索 lead 7" in with_lead[name]
    assert "none in the ledger" in without[name]

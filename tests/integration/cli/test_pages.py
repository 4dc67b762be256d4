"""Every lead of a demonstration's city, and of each law case, added up by hand from its printed page and from its JSON alone."""

import pytest

from tests.by_hand.checking import differences
from tests.by_hand.from_json import sheet_of_json
from tests.by_hand.from_page import sheet_of_page
from tests.integration.cli.calls import call, objects

RULES = {"rest_missed", "dispatch_during_rest", "pay_below_minimum", "pace_not_eased", "dispatch_under_red"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The option that names a ledger with the leads of a city as the demonstration shows it."""
    folder = tmp_path_factory.mktemp("city")
    option = ["--ledger", f"sqlite:///{folder / 'leads.db'}"]
    files = folder / "files"
    call("city", "--out", files, "--workers", "300", "--seed", "2", "--until", "2025-11-26T05:59:00+08:00")
    call("ledger", "upgrade", *option)
    said = [file for file in sorted(files.iterdir()) if file.name != "planted.jsonl"]
    assert call("replay", *said, *option).exit_code == 0
    return option


def test_the_figures_of_every_lead_of_a_city_come_out_of_its_page_alone_and_of_its_json_alone(
    ledger: list[str], subtests: pytest.Subtests
) -> None:
    leads = objects(call("leads", "list", "--all", "--format", "json", *ledger).stdout)

    for number in (str(lead["lead"]) for lead in leads):
        with subtests.test(lead=number):
            page = sheet_of_page(call("leads", "show", number, *ledger).stdout)
            (said,) = objects(call("leads", "show", number, "--format", "json", *ledger).stdout)
            plain = sheet_of_json(said)

            assert (differences(page), differences(plain)) == ({}, {})
            assert (page.claims, page.judged_at, page.release) == (plain.claims, plain.judged_at, plain.release)
    assert {lead["finding"]["rule"] for lead in leads} == RULES
    assert {lead["finding"]["kind"] for lead in leads} == {"breach", "undecidable", "indication"}

"""All that a file laid over the law changes is marked wherever it is shown: a value, wage class, mode, holiday, name, period.

Each kind is laid over by itself; the mark is looked for in `law show`, in the finding, on the page of its lead in the terminal
and in the browser, and in the message.
"""

from pathlib import Path
from typing import Any

import pytest

from alerts.console.tongue import ZH
from alerts.console.views.doubts import doubts
from alerts.console.views.evidence import law_table
from alerts.console.views.pay_tables import pay_tables
from alerts.leads import Lead
from alerts.notify.text.figures import Figures, reliance
from schemas.findings.finding import Finding
from streams.cli.duty.parts.desk import names_of
from streams.cli.ledger_option import opened
from streams.law.files import packaged_law
from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import lines, said

COUNTY = """counties:
  360104:
    zh: {zh}
    en: Qingyunpu District
    body: {{zh: 青云谱区人民政府, en: Government of Qingyunpu District}}
    source: codes
    status: official
    wage_classes:
      - {{from: 2015-10-01, class: {wage_class}, source: wage-2021, status: {status}}}
"""
WAGE = """parameters:
  hourly_minimum:
    values: [{from: 2022-05-01, value: 25 yuan/h, wage_class: I, source: ours, status: policy}]
sources: {ours: {document: 公告}}
"""
YEAR = "years: {2022: {source: notice-2022, status: policy, days: {元旦: [06-01]}}}\n"
NO_DAY = "years: {2022: {source: notice-2022, status: unread, days: {元旦: [01-02]}}}\n"
MODE = "modes: [{from: 2022-05-20, mode: observe, areas: [360104]}]\n"

KINDS = {
    "a value": ("pay_below_minimum.yaml", WAGE, "18.5 yuan/h"),
    "a wage class": ("areas.yaml", COUNTY.format(zh="青云谱区", wage_class="II", status="copy"), "wage class I"),
    "the status of a wage class": (
        "areas.yaml",
        COUNTY.format(zh="青云谱区", wage_class="I", status="official"),
        "wage class I (copy)",
    ),
    "a holiday": ("holidays.yaml", YEAR, "no holiday"),
    "a mode": ("pay_below_minimum.yaml", MODE, "enforce"),
    "a name": ("areas.yaml", COUNTY.format(zh="别处", wage_class="I", status="copy"), "青云谱区"),
}


def events(day: str = "2022-06-01") -> list[dict[str, Any]]:
    """Two hours with an order in hand, and ten yuan for them."""
    paid = said("pay.accrued", "10:40", entry_id="p1", category="piece", amount_fen=1000)
    paid.pop("order_id")
    found = [said("order.accepted", "08:00"), said("order.completed", "10:00"), paid]
    return [{**each, "occurred_at": each["occurred_at"].replace("2022-06-01", day)} for each in found]


def judged(folder: Path, day: str = "2022-06-01") -> tuple[Lead, Finding, str, dict[str, Any]]:
    """The lead about pay, its finding, its page, and its JSON."""
    (folder / "events.ndjson").write_bytes(lines(*events(day)))
    option = ["--ledger", f"sqlite:///{folder / 'leads.db'}"]
    call("ledger", "upgrade", *option)
    result = call("replay", folder / "events.ndjson", "--now", f"{day[:8]}28T12:00", "--law", folder / "law", *option)
    assert result.exit_code == 0, result.stderr
    page = call("leads", "show", "1", *option).stdout
    (plain,) = objects(call("leads", "show", "1", "--format", "json", *option).stdout)
    with opened(option[1]) as ledger:
        lead = ledger.lead(1).lead
    return lead, Finding.model_validate_json(lead.finding.text), page, plain


@pytest.fixture(params=KINDS, ids=str)
def laid(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, str]:
    name, text, ours = KINDS[request.param]
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / name).write_text(text, encoding="utf-8")
    return tmp_path, request.param, ours


def test_the_law_of_a_day_is_shown_with_the_mark(laid: tuple[Path, str, str]) -> None:
    folder, kind, ours = laid

    shown = call("law", "show", "--on", "2022-06-01", "--area", "360104", "--law", folder / "law").stdout

    marks = [line for line in shown.splitlines() if f"OVERLAY in place of {ours}" in line or f"原为{ours}" in line]
    assert marks, (kind, shown)


def test_the_lead_has_the_mark_in_text_in_json_on_the_console_and_in_its_message(laid: tuple[Path, str, str]) -> None:
    folder, kind, ours = laid
    law = packaged_law(folder / "law")
    names = names_of(law)

    lead, finding, page, plain = judged(folder)

    if kind == "a name":  # names are looked up when a page is made, and stand in no finding
        assert names.area("360104").zh == f"别处（本地名称，原为{ours}）"
        return
    assert f"OVERLAY in place of {ours}" in page
    found = {plain["finding"].get("mode_replaces"), *(each.get("replaces") for each in plain["finding"]["law"])}
    assert ours in found
    tables = [law_table(finding, ZH), *pay_tables(finding, names, ZH)]
    cells = [str(cell) for each in tables for row in each.rows for cell in row]
    assert any("本地取值，原为" in cell for cell in [*cells, *doubts(lead, finding, ZH)])
    assert reliance([Figures.of(lead)]).zh == "1条依据本地取值"


def test_a_wage_class_laid_over_ours_is_marked_beside_the_hours_of_its_place(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "areas.yaml").write_text(KINDS["a wage class"][1], encoding="utf-8")

    _, finding, page, _ = judged(tmp_path)

    assert finding.pay is not None
    assert [(each.wage_class, each.class_replaces) for each in finding.pay.places] == [("II", "wage class I")]
    assert "II [OVERLAY in place of wage class I]" in page


def test_a_holiday_that_a_file_takes_away_is_marked_as_none_in_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "holidays.yaml").write_text(NO_DAY, encoding="utf-8")
    shown = call("law", "show", "--on", "2022-10-01", "--area", "360104", "--law", tmp_path / "law").stdout

    _, finding, page, _ = judged(tmp_path, "2022-10-01")

    assert "No statutory holiday [OVERLAY in place of 国庆节]" in shown
    (cited,) = (each for each in finding.law if each.parameter == "holiday")
    assert (cited.value, cited.replaces, cited.status) == ("非法定节假日", "国庆节", "unread")
    assert "OVERLAY in place of 国庆节" in page


def test_a_period_of_settlement_laid_over_ours_is_marked_on_the_grace_that_it_brings(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    text = "platforms: {hema: {zh: 河马外卖, en: Hema Delivery, sectors: [delivery], settles: [{by: week, from: 2022-01-01}]}}"
    (tmp_path / "law" / "platforms.yaml").write_text(text, encoding="utf-8")

    _, finding, page, _ = judged(tmp_path)

    (grace,) = (each for each in finding.law if each.parameter == "pay_below_minimum.settlement_grace")
    assert grace.replaces == "settled by the day"
    assert "OVERLAY in place of settled by the day" in page


def test_a_law_without_a_file_over_it_has_no_mark(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    shown = call("law", "show", "--on", "2022-06-01", "--area", "360104").stdout

    lead, finding, page, _ = judged(tmp_path)

    assert "OVERLAY" not in shown + page
    assert finding.mode_replaces is None
    assert {each.replaces for each in finding.law} == {None}
    assert reliance([Figures.of(lead)]).zh == "可靠"

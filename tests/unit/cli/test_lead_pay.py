"""The page of a lead about pay: its figures come out of its rows, added up to the fen and the millisecond."""

from alerts.console.tongue import EN
from alerts.console.views.pay_tables import pay_tables
from schemas.findings.finding import Finding
from streams.cli.duty.parts.desk import names_of
from streams.cli.leads.sections.pay import entry_rows, pay_rows, piece_rows, place_rows
from streams.law.files import packaged_law
from tests.oracle.notation import read_case
from tests.property.core.feeding import heard, judged

HOUR = 3_600_000


def lead(*events: str) -> Finding:
    case = read_case("pay_below_minimum", {"name": "", "now": "30:00", "events": list(events), "findings": []})
    (found,) = (each for each in judged(heard(case.events), case.now) if each.rule == "pay_below_minimum")
    return found


def test_the_figures_of_a_breach_are_the_sums_of_its_rows() -> None:
    found = lead(
        "09:00-10:00:00.001 serving hema o1 in 360104",
        "11:00-12:00 serving hema o2 in 360124",
        "12:00 accrued hema e1 1000 fen piece for o1",
        "12:00 accrued hema e2 500 fen tip for o2",
        "12:00 deducted hema e3 100 fen lateness for o2",
    )
    assert found.pay is not None
    assert found.pay.pieces is not None

    entries, places = list(entry_rows(found.evidence)), list(place_rows(found.pay.places))
    pieces = list(piece_rows(found.pay.pieces))

    paid = sum(int(fen) for *_, fen, counts in entries if counts == "计入 yes")
    known = sum(int(work) for _, _, work, *_ in pieces[:-1])
    owed = sum(int(row[6]) for row in places[:-1])
    assert [(row[0], row[8], row[9]) for row in entries] == [
        ("e1", "1000", "计入 yes"),
        ("e2", "500", "不计：法定除外类别 no: the law leaves this category out"),
        ("e3", "-100", "计入 yes"),
    ]
    assert (paid, known) == (900, 2 * HOUR + 1)
    assert found.measured == paid * HOUR // known
    assert found.limit == (2 * owed + known) // (2 * known)
    assert found.shortfall_fen == -(-(owed - paid * HOUR) // HOUR)
    assert dict(pay_rows(found.pay))["计入报酬 pay"] == (
        "900 fen（9.00元 yuan）：计入各项之和 the entries that count, added up"
    )
    assert (pieces[-1][2], places[-1][6]) == (str(known), str(owed))


def test_contradictory_statements_are_shown_as_such() -> None:
    found = lead(
        "09:00-11:00 serving hema o1",
        "12:00 accrued hema e1 100 fen piece for o1",
        "12:00 accrued hema e1 9000 fen piece for o1",
    )
    assert found.pay is not None

    rows = list(entry_rows(found.evidence))

    assert [row[9] for row in rows] == ["计入 yes，另有矛盾记录 contradicted by another statement"] * 2
    assert [value.partition("（")[0] for _, value in pay_rows(found.pay)][:2] == ["100 fen", "9000 fen"]


def test_the_part_of_each_day_of_an_order_over_midnight_follows_from_the_whole_amount() -> None:
    events = ["22:00-25:00 serving hema o1", "25:00 accrued hema e1 5000 fen piece for o1"]
    case = read_case("pay_below_minimum", {"name": "", "now": "54:00", "events": events, "findings": []})
    days = sorted(
        (each for each in judged(heard(case.events), case.now) if each.rule == "pay_below_minimum"),
        key=lambda each: each.starts_at,
    )

    assert [row[6:9] for each in days for row in entry_rows(each.evidence)] == [
        ("5000", "7200000 ÷ 10800000", "3333"),
        ("5000", "3600000 ÷ 10800000，余 less 3333", "1667"),
    ]
    names = names_of(packaged_law())
    cells = [row[2] for each in days for table in pay_tables(each, names, EN) for row in table.rows if row[0] == "e1"]
    assert cells == ["piece (50.00 x 2:00:00.000 ÷ 3:00:00.000)", "piece (50.00 less 33.33 of the other days)"]

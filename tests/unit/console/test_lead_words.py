"""The figures and the doubts of a lead in words: the kind reading first, the range beside, and no doubt that is none."""

from alerts.console.tongue import EN, ZH
from alerts.console.views.doubts import doubts
from alerts.console.views.evidence import tables_of
from alerts.console.views.figures import figures_of
from alerts.console.views.tables import MOST_ROWS, table
from alerts.leads import Handling, Lead, LeadFinding, Standing
from alerts.words import Names
from schemas.findings.finding import Arrival, Evidence, Finding, LateEvidence, LawUsed, SecondOpinion
from schemas.findings.span import Span
from tests.unit.alerts.builders import HOUR, found


def lead_of(finding: Finding) -> Lead:
    return Lead(1, LeadFinding.of(finding), Standing.STANDING, Handling.NEW, None, None, None, 0, 0, 1)


def said(finding: Finding) -> str:
    return "|".join(doubts(lead_of(finding), finding, ZH))


def test_the_figures_are_the_certain_reading_the_limit_and_the_distance_with_their_range() -> None:
    finding = found(1).model_copy(update={"measured_low": 15_000_000, "measured_high": 16_200_000})

    measured, limit, over = figures_of(finding, ZH)

    assert (measured.value, measured.spread) == ("4小时10分", "4小时10分 – 4小时30分")
    assert (limit.value, limit.spread) == ("4小时00分", "")
    assert (over.value, over.spread) == ("10分", "10分 – 30分")
    assert measured.exact == "15,000,000 ms"


def test_of_pay_less_is_worse_and_the_reading_that_is_kinder_to_the_platform_stands_first() -> None:
    pay = {"unit": "fen/h", "limit": 1850, "measured_low": 1500, "measured_high": 1292, "shortfall_fen": 1294}

    measured, _, under, lacks = figures_of(found(1).model_copy(update=pay), ZH)

    assert (measured.value, measured.spread) == ("15.00元/时", "12.92元/时 – 15.00元/时")
    assert (under.value, under.spread) == ("3.50元/时", "3.50元/时 – 5.58元/时")
    assert lacks.value == "12.94元"


def test_nothing_measured_and_no_limit_are_dashes() -> None:
    nothing = {"measured_low": None, "measured_high": None, "limit": None, "unit": "ms"}

    assert [each.value for each in figures_of(found(1).model_copy(update=nothing), EN)] == ["—", "—", "—"]


def test_a_clean_finding_has_no_doubt() -> None:
    assert said(found(1, 5)) == ""


def test_each_doubt_is_said_where_it_is_one() -> None:
    session = Evidence(platform="hema", what="session", id="s", spans=(Span(start=HOUR, end=5 * HOUR, known=True),))
    order = Evidence(platform="hema", what="order", id="o", spans=(Span(start=HOUR, end=2 * HOUR, known=True),))
    law = LawUsed(
        parameter="x.limit", value="1", unit="ms", in_force_from="2022", source="s", status="unread", replaces="2"
    )
    one = found(1, 5)

    assert "3小时00分而无订单" in said(one.model_copy(update={"evidence": (session, order)}))
    assert "无订单" not in said(
        one.model_copy(update={"evidence": (session, order.model_copy(update={"spans": session.spans}))})
    )
    assert "不构成线索" in said(one.model_copy(update={"second_opinion": SecondOpinion(measured=1, kind=None)}))
    assert "未读到原文：x.limit" in said(one.model_copy(update={"law": (law,)}))
    assert "本地取值代替了原值：x.limit" in said(one.model_copy(update={"law": (law,)}))
    assert "数据不明" in said(one.model_copy(update={"measured_high": 18_000_000}))
    assert "仅观察" in said(one.model_copy(update={"mode": "observe"}))
    assert "会话未结束" in said(one.model_copy(update={"reasons": ("open_session",)}))


def test_a_table_is_cut_with_a_count_and_reads_no_further() -> None:
    read = iter((str(n),) for n in range(10_000))

    cut = table("t", ("n",), read, 10_000)

    assert (len(cut.rows), cut.more) == (MOST_ROWS, 10_000 - MOST_ROWS)
    assert next(read) == (str(MOST_ROWS),)


def test_of_late_evidence_ten_rows_are_seen_and_all_others_are_folded_behind_them() -> None:
    late = tuple(
        LateEvidence(platform="hema", what="order", id=f"o{n}", last=HOUR, longest_ms=HOUR) for n in range(150)
    )
    arrival = Arrival(first=HOUR, last=HOUR, longest_ms=HOUR, late=late, late_more=7)

    tables = tables_of(found(1, 6).model_copy(update={"arrival": arrival}), Names({}, {}), ZH)

    (one,) = [each for each in tables if each.title == "迟到的证据"]
    assert [row[2] for row in (*one.rows, *one.folded)] == [f"o{n}" for n in range(150)]
    assert (len(one.rows), one.more) == (10, 7)

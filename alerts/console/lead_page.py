"""The parts of the page of a lead, gathered: sentence, figures, drawing, clause, doubts, questions, evidence, history, steps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from alerts.accounts import DeskAccount
from alerts.console.desk import Clause, Desk
from alerts.console.drawing.area import area_drawing
from alerts.console.drawing.days import days_drawing
from alerts.console.drawing.gauge import has_gauge
from alerts.console.drawing.worker import Beside, worker_drawing
from alerts.console.reading import read_near
from alerts.console.sentence import plain_sentence
from alerts.console.stepping import Offer, offers, people_to_assign
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import exact, local
from alerts.console.views.doubts import doubts
from alerts.console.views.evidence import law_table, tables_of
from alerts.console.views.figures import Figure, figures_of
from alerts.console.views.history import HistoryLine, causes_now, history
from alerts.console.views.law_words import overlaid
from alerts.console.views.rows import LeadRow, person, row_of
from alerts.console.views.rules import rule_words
from alerts.console.views.tables import PageTable, bounded
from alerts.leads import Lead, Standing
from alerts.ledger import History
from alerts.words import BASES, HANDLINGS, KINDS, MODES, SEVERITIES, STANDINGS, Names
from schemas.findings.figures import WarnedTime
from schemas.findings.finding import Finding

_MOST_SENTENCE = 600
"""Characters of a sentence; a longer one is cut."""


@dataclass(frozen=True, slots=True)
class LeadPage:
    """The parts of the page, in the order in which they are read."""

    row: LeadRow
    sentence: str
    notices: tuple[tuple[str, int | None], ...]
    figures: tuple[Figure, ...]
    drawing: str | None
    legend: str
    has_break: bool
    has_gauge: bool
    offers: tuple[Offer, ...]
    people: tuple[tuple[str, str], ...]
    clause: Clause | None
    doubts: tuple[str, ...]
    ask: tuple[str, ...]
    tables: tuple[PageTable, ...]
    law: PageTable
    facts: tuple[tuple[str, str], ...]
    history: tuple[HistoryLine, ...]
    near: tuple[LeadRow, ...]


def lead_page(desk: Desk, account: DeskAccount, read: History, tongue: Tongue) -> LeadPage:
    """The page of a lead for an account, in its language."""
    lead = read.lead
    finding = Finding.model_validate_json(lead.finding.text)
    near = read_near(desk, account, lead)
    beside = _beside(finding, near)
    drawing, legend = _drawn(finding, beside, desk, tongue)
    called = desk.called()
    return LeadPage(
        row=row_of(lead, desk.names, tongue, called),
        sentence=plain_sentence(finding, desk.names, tongue)[:_MOST_SENTENCE],
        notices=tuple(_notices(read, desk.names, tongue)),
        figures=figures_of(finding, tongue),
        drawing=drawing,
        legend=legend,
        has_break=finding.due_at is not None,
        has_gauge=legend == "worker" and has_gauge(finding),
        offers=tuple(offers(lead, tongue)),
        people=tuple((each.name, each.called) for each in people_to_assign(desk)),
        clause=desk.clauses.get(finding.rule),
        doubts=tuple(map(_bounded_sentence, doubts(lead, finding, tongue))),
        ask=tuple(map(tongue.of, rule_words(finding.rule).ask)),
        tables=tuple(tables_of(finding, desk.names, tongue)),
        law=law_table(finding, tongue),
        facts=tuple(_facts(lead, finding, called, tongue)),
        history=tuple(history(read.entries, tongue, desk.names, called)),
        near=tuple(
            row_of(each, desk.names, tongue, called) for each in near if each.finding.subject == lead.finding.subject
        ),
    )


def _drawn(finding: Finding, beside: Beside, desk: Desk, tongue: Tongue) -> tuple[str | None, str]:
    """The drawing of a finding, and the sort of its legend."""
    if (drawn := area_drawing(finding, tongue)) is not None:
        return drawn, "area"
    if (drawn := days_drawing(finding, tongue)) is not None:
        return drawn, "days"
    return worker_drawing(finding, beside, desk.names, tongue), "worker"


def _bounded_sentence(text: str) -> str:
    return text if len(text) <= _MOST_SENTENCE else text[:_MOST_SENTENCE] + "…"


def _beside(finding: Finding, near: Iterable[Lead]) -> Beside:
    read = [Finding.model_validate_json(each.finding.text) for each in near]
    warned: dict[str, WarnedTime] = {}
    for each in read:
        found = (
            each.pace.warned if each.pace is not None else each.under_red.warned if each.under_red is not None else ()
        )
        warned |= {one.episode: one for one in found}
    return Beside([each for each in read if each.subject == finding.subject], list(warned.values()))


def _notices(read: History, names: Names, tongue: Tongue) -> Iterator[tuple[str, int | None]]:
    """The sentences about the lead's state that whoever reads the figures must know first, each with the lead it names."""
    lead, pick = read.lead, tongue.pick
    if lead.standing is Standing.SUPERSEDED:
        yield pick("本条已并入另一线索，请在那里办理", "merged into another lead: act on that one"), lead.superseded_by
    if lead.standing is Standing.WITHDRAWN:
        yield pick("数据变化后本条不再成立，已撤回", "withdrawn: with the data of now it holds no more"), None
    if lead.beside is not None:
        beside = pick("与另一线索重叠，在办，未并入", "overlaps another lead; open since somebody is at work on it")
        yield beside, lead.beside
    if lead.split_from is not None:
        yield pick("自另一线索分出", "split from another lead"), lead.split_from
    if lead.corrected_at is not None:
        at = local(lead.corrected_at)
        yield pick(f"{at} 因迟到数据更正", f"corrected by late data, {at}"), None
    if lead.decided is None and (causes := list(causes_now(read.entries, tongue, names))):
        yield pick("重新打开：", "open again: ") + pick("；", "; ").join(causes), None


def _facts(lead: Lead, finding: Finding, called: Mapping[str, str], tongue: Tongue) -> Iterator[tuple[str, str]]:
    """The fields that a reader checks: exact instants, the subject, the law's digest."""
    pick = tongue.pick
    yield (
        pick("结论", "kind"),
        tongue.word(finding.kind, KINDS)
        + (f" · {tongue.word(finding.severity, SEVERITIES)}" if finding.severity else ""),
    )
    yield pick("状态", "standing"), tongue.word(lead.standing, STANDINGS)
    yield (
        pick("办理", "handling"),
        tongue.word(lead.handling, HANDLINGS) + (f" · {person(lead.assignee, called)}" if lead.assignee else ""),
    )
    yield (pick("区域对象", "area") if finding.episode else pick("劳动者代号", "worker")), bounded(finding.subject)
    if finding.episode:
        yield pick("预警过程", "episode"), bounded(finding.episode)
    yield pick("自", "from"), exact(finding.starts_at)
    yield pick("至", "to"), pick("仍在继续", "still running") if finding.ends_at is None else exact(finding.ends_at)
    if finding.due_at is not None:
        yield pick("到限时刻", "limit reached"), exact(finding.due_at)
    if finding.basis:
        yield pick("计时依据", "basis"), tongue.word(finding.basis, BASES)
    if finding.mode:
        yield (
            pick("方式", "mode"),
            tongue.word(finding.mode, MODES)
            + overlaid(finding.mode_replaces and tongue.word(finding.mode_replaces, MODES), tongue),
        )
    yield pick("提出", "raised"), local(lead.raised_at)
    if finding.release:
        yield pick("程序", "release"), bounded(finding.release)
    if finding.law_digest:
        yield pick("法规摘要", "law digest"), bounded(finding.law_digest)
    yield pick("结论编号", "finding"), bounded(finding.finding_id)

"""One lead as a page of text: what happened, under which law, on what evidence, and its changes in the ledger."""

from collections.abc import Iterator
from typing import Final

from alerts.leads import Action, Change, Lead, LogEntry, Standing, actions_from
from alerts.leads.cause import cause_in
from alerts.leads.figures import DecidedFigures
from alerts.ledger import History
from alerts.words import BASES, HANDLINGS, KINDS, MODES, RULES, SEVERITIES, STANDINGS, STATUSES, STEPS, THINGS, both
from schemas.findings.finding import Arrival, Evidence, EvidenceRest, Finding, LawUsed, Scope
from schemas.instants import Ms
from streams.cli.leads.causes import cause_lines, figures_line
from streams.cli.leads.lead_json import changes, finding_in, judged_at
from streams.cli.leads.sections.figures import print_figures, section
from streams.cli.leads.sections.words import UNKNOWN, WORK, at, because, exactly, until
from streams.cli.output import harmless, print_line, print_table
from streams.cli.wording import banded, local, marked, marked_word, quantity
from streams.law.files import packaged_law

LAW_COLUMNS: Final = ("参数\nparameter", "数值\nvalue", "生效\nin force from", "核实\nstatus", "出处\nsource")
EVIDENCE_COLUMNS: Final = (
    "平台\nplatform",
    "种类\nwhat",
    "编号\nid",
    "自\nfrom",
    "至\nto",
    ">时长\nms",
    "已知\nknown",
)
DAY_COLUMNS: Final = (
    "平台\nplatform",
    "日\nday",
    ">已知\nknown ms",
    ">含未知\nwith unknown ms",
    "未知原因\nwhy unknown",
)
DAY_ONLINE: Final = (">在线，已知\nonline, known ms", ">在线，含未知\nonline, with unknown ms")
LATE_COLUMNS: Final = ("平台\nplatform", "种类\nwhat", "编号\nid", "最后到达\nlast arrived", "迟到\nlate")
HISTORY_COLUMNS: Final = (">序号\nentry", "记录\nrecorded", "变动\nchange", "经手\nby", "内容\nwhat")

_MEASURED: Final = {"ms": "ms", "percent": "%", "orders": "orders", "fen/h": "fen/h", "weeks": "weeks", "days": "days"}
"""The units of law values that are numbers, and how the page writes them."""


def page(history: History, as_of: Ms | None, rest_lead: int | None = None) -> None:
    """Print the page. All times are those of Asia/Shanghai. `rest_lead`: the lead of the stretch that orders were pushed in."""
    lead = history.lead
    finding = finding_in(lead)
    when = "" if as_of is None else f"，按台账当时所知 as the ledger knew it at {at(as_of)}"
    print_line(f"线索 Lead {lead.number}{when}")
    print_line("时刻均为北京时间 all times are those of Asia/Shanghai, +08:00")
    print_line("")
    for line in (finding.summary.zh, finding.summary.en):
        print_line(harmless(line))
    print_line("")
    judged = _judged(finding, history.entries)
    print_table(("", ""), [*_facts(finding), *judged, *_state(lead), *_last_step(lead, history.entries)])
    print_figures(finding, rest_lead)
    section("适用法规 Law used", LAW_COLUMNS, map(_law, finding.law))
    if any(each.spans for each in finding.evidence):
        section("证据 Evidence", EVIDENCE_COLUMNS, _evidence(finding.evidence))
    if any(each.day for each in finding.evidence):
        online = any(each.day and each.day.online_low is not None for each in finding.evidence)
        section("日 Days", (*DAY_COLUMNS, *(DAY_ONLINE if online else ())), _days(finding.evidence, online=online))
    late = [*([] if finding.arrival is None else _late(finding.arrival)), *_late_since(lead, history.entries)]
    if late:
        section("迟到的证据 Late evidence", LATE_COLUMNS, late)
    if finding.evidence_rest is not None:
        section("未列证据 Evidence not listed", ("", ""), _rest(finding.evidence_rest))
    section("经过 History", HISTORY_COLUMNS, _history(history.entries))


def _facts(finding: Finding) -> Iterator[tuple[str, str]]:
    severity = f"，{both(finding.severity, SEVERITIES)}" if finding.severity else ""
    yield "规则 rule", both(finding.rule, RULES)
    yield "结论 kind", both(finding.kind, KINDS) + severity
    yield "区域 area" if finding.episode else "劳动者 worker", finding.subject
    alone = "一个平台自身数据 one platform's own data"
    yield "范围 scope", alone if finding.scope is Scope.PLATFORM else "跨平台 cross_platform"
    for name, ms in finding.platforms.items():
        yield f"平台 platform {name}", exactly(ms, "ms")
    yield "地点 place", _place(finding)
    if finding.episode:
        yield "预警过程 episode", finding.episode
    yield "自 from", at(finding.starts_at)
    yield "至 to", "仍在继续 still running" if finding.ends_at is None else at(finding.ends_at)
    if finding.due_at is not None:
        yield "到限时刻 limit reached", at(finding.due_at)
    yield from _measured(finding)
    if finding.basis:
        yield "依据 basis", both(finding.basis, BASES)
    if finding.second_opinion:
        other = finding.second_opinion
        kind = both(other.kind, KINDS) if other.kind else "无 no finding"
        yield "另一依据 other basis", f"{exactly(other.measured, finding.unit)}：{kind}"
    if finding.reasons:
        yield "原因 why undecided", because(finding.reasons)


def _measured(finding: Finding) -> Iterator[tuple[str, str]]:
    """The figure in either reading, the limit, and what is lacking."""
    nothing = "无可计量 nothing to measure it by"
    yield "数值 measured", exactly(finding.measured_low, finding.unit) or nothing
    yield "含未知数值 with unknown", exactly(finding.measured_high, finding.unit) or nothing
    yield "限值 limit", exactly(finding.limit, finding.unit) or "无 none"
    if finding.shortfall_fen is not None:
        yield "差额 shortfall", exactly(finding.shortfall_fen, "fen")


def _place(finding: Finding) -> str:
    if finding.area is None:
        return "无 none"
    name = packaged_law().places.name(finding.area)
    named = "" if name.zh == finding.area else f" {name.zh} ({name.en})"
    return f"{finding.area}{named}" + (f", {finding.sector}" if finding.sector else "")


def _judged(finding: Finding, entries: tuple[LogEntry, ...]) -> Iterator[tuple[str, str]]:
    """The mode, the instant of the judgement that the finding comes from, and the program and the law that judged."""
    if finding.mode:
        yield "方式 mode", marked_word(both(finding.mode, MODES), finding.mode_replaces)
    judged = (judged_at(one) for one in reversed(entries) if one.finding is not None)
    now = next((found for found in judged if found is not None), None)
    if now is not None:
        yield "判定时刻 judged at", at(now)
    if finding.release:
        yield "程序 release", finding.release
    if finding.law_digest:
        yield "法规摘要 law digest", finding.law_digest
    if finding.arrival is not None:
        yield "证据到达 evidence received", _received(finding.arrival)


def _received(arrival: Arrival) -> str:
    """The first and the last arrival of the evidence, and how late it came."""
    longest = arrival.longest_ms
    late = "一小时内 within an hour" if longest is None else f"迟到 {quantity(longest, 'ms')} late"
    return f"{at(arrival.first)}, {at(arrival.last)}; {late}"


def _state(lead: Lead) -> Iterator[tuple[str, str]]:
    merged = f", merged into lead {lead.superseded_by}" if lead.superseded_by else ""
    beside = f", as a part of lead {lead.beside}, beside which it stays open" if lead.beside else ""
    standing = "still found" if lead.standing is Standing.STANDING else str(lead.standing)
    yield "状态 standing", f"{STANDINGS[lead.standing]} {standing}" + merged + beside
    if lead.corrected_at is not None:
        yield "事后更正 corrected", f"withdrawn or lowered after the fact, {local(lead.corrected_at)}"
    if lead.split_from:
        yield "分自 split from", f"线索 lead {lead.split_from}"
    yield "办理 handling", both(lead.handling, HANDLINGS) + (f", with {lead.assignee}" if lead.assignee else "")
    if lead.decided is not None:
        yield "决定所据 decided about", figures_line(DecidedFigures.parse(lead.decided).fields)
    yield "下一步 next steps", ", ".join(both(each, STEPS) for each in actions_from(lead.handling))


def _last_step(lead: Lead, entries: tuple[LogEntry, ...]) -> Iterator[tuple[str, str]]:
    """The reason why the lead is withdrawn, or open again as long as nobody has decided anew."""
    if lead.standing is Standing.WITHDRAWN:
        yield from _reason("撤回原因 why withdrawn", Change.WITHDRAWN, entries)
    if lead.decided is None:
        yield from _reason("重新打开 open again", Change.REOPENED, entries)


def _reason(name: str, change: Change, entries: tuple[LogEntry, ...]) -> Iterator[tuple[str, str]]:
    latest = _latest(change, entries)
    cause = None if latest is None else cause_in(latest.cause)
    if latest is not None and cause is not None:
        now = judged_at(latest)
        judged = "" if now is None or change is not Change.WITHDRAWN else f" (判定 judged {at(now)})"
        yield name, f"{local(latest.recorded_at)}{judged}: {'; '.join(cause_lines(cause))}"


def _latest(change: Change, entries: tuple[LogEntry, ...]) -> LogEntry | None:
    return next((one for one in reversed(entries) if one.change is change), None)


def _law(used: LawUsed) -> tuple[str, ...]:
    status = "未读原文 UNREAD: not confirmed" if used.status == "unread" else both(used.status, STATUSES)
    return (used.parameter, _value(used), used.in_force_from, status, marked(used.source, used.replaces))


def _value(used: LawUsed) -> str:
    values = [each.strip() for each in used.value.split(",") if each.strip()]
    unit = _MEASURED.get(used.unit)
    return banded(used.parameter, values if unit is None else [quantity(int(each), unit) for each in values])


def _evidence(evidence: tuple[Evidence, ...]) -> Iterator[tuple[str, ...]]:
    for one in evidence:
        for span in one.spans:
            known = WORK if span.known else because(span.reasons) or UNKNOWN
            length = str(span.end - span.start)
            what = both(one.what, THINGS)
            yield one.platform, what, one.id, at(span.start), until(span.end, span.start), length, known


def _late(arrival: Arrival) -> Iterator[tuple[str, ...]]:
    for one in arrival.late:
        yield one.platform, both(one.what, THINGS), one.id, at(one.last), quantity(one.longest_ms, "ms")
    if arrival.late_more:
        yield f"另有 {arrival.late_more:,} more", "", "", "", ""


def _late_since(lead: Lead, entries: tuple[LogEntry, ...]) -> Iterator[tuple[str, ...]]:
    """The evidence of a withdrawn lead of which something arrived late, after the finding that the lead had."""
    latest = _latest(Change.WITHDRAWN, entries) if lead.standing is Standing.WITHDRAWN else None
    cause = None if latest is None else cause_in(latest.cause)
    for one in () if cause is None or cause.arrived is None else cause.arrived.named:
        arrived = "" if one.arrived_at is None else at(one.arrived_at)
        yield one.platform, f"此后 since: {both(one.what, THINGS)}", one.id, arrived, quantity(one.late_ms, "ms")


def _days(evidence: tuple[Evidence, ...], *, online: bool) -> Iterator[tuple[str, ...]]:
    for one in evidence:
        if one.day is not None:
            row = one.platform, one.id, str(one.day.low), str(one.day.high), because(one.day.reasons)
            yield (*row, str(one.day.online_low), str(one.day.online_high)) if online else row


def _rest(rest: EvidenceRest) -> Iterator[tuple[str, str]]:
    yield "另有行数 lines more", f"{rest.lines:,}"
    yield "其 SHA-256 SHA-256 of them", rest.sha256
    yield "查看全部 to see them all", "shiftwarden replay, with the events of the time; CONTRACT.md says what a line is"


def _history(entries: tuple[LogEntry, ...]) -> Iterator[tuple[str, ...]]:
    before: Finding | None = None
    for entry in entries:
        what = []
        if entry.finding is not None:
            after = Finding.model_validate_json(entry.finding)
            what, before = changes(before, after), after
        if entry.other is not None:
            what.append(f"see lead {entry.other}")
        if isinstance(entry.change, Action) and entry.assignee:
            what.append(f"to {entry.assignee}")
        if entry.reason:
            what.append(entry.reason)
        cause = cause_in(entry.cause)
        if cause is not None:
            what.append("because: " + "; ".join(cause_lines(cause)))
        if entry.figures is not None:
            what.append("about " + figures_line(DecidedFigures.parse(entry.figures).fields))
        yield (
            str(entry.sequence),
            local(entry.recorded_at),
            both(entry.change, STEPS),
            entry.actor or "",
            "; ".join(what),
        )

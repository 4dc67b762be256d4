"""One lead as a page of text: what happened, under which law, on what evidence, and its changes in the ledger."""

from collections.abc import Iterable, Iterator
from typing import Final

from alerts.leads import Action, Change, Lead, LogEntry, Standing, actions_from
from alerts.leads.figures import DecidedFigures
from alerts.ledger import History
from schemas.findings.figures import PaceFigures, PayFigures
from schemas.findings.finding import Evidence, EvidenceRest, Finding, LawUsed
from schemas.instants import Ms
from streams.cli.leads.causes import cause_in, cause_lines, figures_line
from streams.cli.leads.lead_json import changes, finding_in
from streams.cli.leads.pace import SLOT_COLUMNS, WARNING_COLUMNS, pace_rows, red_rows, slot_rows, warning_rows
from streams.cli.leads.pay import (
    ENTRY_COLUMNS,
    PIECE_COLUMNS,
    PLACE_COLUMNS,
    entry_rows,
    pay_rows,
    piece_rows,
    place_rows,
)
from streams.cli.output import harmless, print_line, print_table
from streams.cli.wording import banded, local, local_ms, marked, quantity
from streams.law.files import packaged_law

_MEASURED: Final = {"ms": "ms", "percent": "%", "orders": "orders", "fen/h": "fen/h", "weeks": "weeks", "days": "days"}
"""The units of law values that are numbers, and how the page writes them."""


def page(history: History, as_of: Ms | None) -> None:
    """Print the page. All times are those of Asia/Shanghai, with that offset."""
    lead = history.lead
    finding = finding_in(lead)
    when = "" if as_of is None else f", as the ledger knew it at {local(as_of)}"
    print_line(f"Lead {lead.number}{when}")
    print_line("")
    for line in (finding.summary.zh, finding.summary.en):
        print_line(harmless(line))
    print_line("")
    print_table(("", ""), [*_facts(finding), *_judged(finding), *_state(lead), *_reopened(lead, history.entries)])
    if finding.pace is not None:
        _section("Pace", ("", ""), pace_rows(finding.pace))
        _slots(finding.pace)
    if finding.pay is not None:
        _pay(finding.pay, finding.evidence)
    if finding.red is not None:
        _section("Red", ("from", "to", ">orders pushed", "first", "last"), red_rows(finding.red))
    _section("Law used", ("parameter", "value", "in force from", "status", "source"), map(_law, finding.law))
    if any(each.spans for each in finding.evidence):
        _section("Evidence", ("platform", "what", "id", "from", "to", "known"), _evidence(finding.evidence))
    if any(each.day for each in finding.evidence):
        _section("Days", ("platform", "day", ">known", ">with unknown", "why unknown"), _days(finding.evidence))
    if finding.evidence_rest is not None:
        _section("Evidence not listed", ("", ""), _rest(finding.evidence_rest))
    _section("History", (">entry", "recorded", "change", "by", "what"), _history(history.entries))


def _section(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    print_line("")
    print_line(title)
    print_table(columns, rows)


def _slots(pace: PaceFigures) -> None:
    """The warnings and slots that the figures of pace come from, where the finding lists them."""
    if pace.warned:
        _section("Warnings", WARNING_COLUMNS, warning_rows(pace.warned))
    if pace.by_slot:
        _section("Judged slots", SLOT_COLUMNS, slot_rows(pace.by_slot))
    if pace.baseline is not None and pace.baseline.by_slot:
        _section("Usual slots", SLOT_COLUMNS, slot_rows(pace.baseline.by_slot))


def _pay(pay: PayFigures, evidence: tuple[Evidence, ...]) -> None:
    """The entries, places and pieces of time that the figures of pay come from."""
    _section("Pay", ("", ""), pay_rows(pay))
    _section("Pay entries", ENTRY_COLUMNS, entry_rows(evidence))
    _section("Hours by place", PLACE_COLUMNS, place_rows(pay.places))
    if pay.pieces is not None:
        _section("Pieces of time", PIECE_COLUMNS, piece_rows(pay.pieces))


def _facts(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "rule, kind", f"{finding.rule}, {finding.kind}" + (f", {finding.severity}" if finding.severity else "")
    yield "area" if finding.episode else "worker", finding.subject
    shares = ", ".join(f"{name} {quantity(ms, 'ms')}" for name, ms in finding.platforms.items())
    yield "platforms", f"{shares} ({finding.scope})"
    yield "place", _place(finding)
    if finding.episode:
        yield "warning", finding.episode
    end = "still running" if finding.ends_at is None else local(finding.ends_at)
    yield "from, to", f"{local(finding.starts_at)}, {end}"
    if finding.due_at is not None:
        yield "limit reached", local(finding.due_at)
    low, high = quantity(finding.measured_low, finding.unit), quantity(finding.measured_high, finding.unit)
    yield "measured", (low if low == high else f"{low}, {high} with unknown time") or "nothing to measure it by"
    yield "limit", quantity(finding.limit, finding.unit) or "none"
    if finding.basis:
        yield "basis", f"{finding.basis} time"
    if finding.second_opinion:
        other = finding.second_opinion
        yield "other basis", f"{quantity(other.measured, finding.unit)}: {other.kind or 'no finding'}"
    if finding.reasons:
        yield "undecided because", ", ".join(finding.reasons)


def _place(finding: Finding) -> str:
    if finding.area is None:
        return "none"
    name = packaged_law().places.name(finding.area)
    named = "" if name.zh == finding.area else f" {name.zh} ({name.en})"
    return f"{finding.area}{named}" + (f", {finding.sector}" if finding.sector else "")


def _judged(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.mode:
        yield "mode", finding.mode
    if finding.release:
        yield "judged by", f"release {finding.release}, law {finding.law_digest}"


def _state(lead: Lead) -> Iterator[tuple[str, str]]:
    merged = f", merged into lead {lead.superseded_by}" if lead.superseded_by else ""
    beside = f", as a part of lead {lead.beside}, beside which it stays open" if lead.beside else ""
    yield "standing", ("still found" if lead.standing is Standing.STANDING else str(lead.standing)) + merged + beside
    if lead.corrected_at is not None:
        yield "corrected", f"withdrawn or lowered after the fact, {local(lead.corrected_at)}"
    if lead.split_from:
        yield "split from", f"lead {lead.split_from}"
    yield "handling", lead.handling + (f", with {lead.assignee}" if lead.assignee else "")
    if lead.decided is not None:
        yield "decided about", figures_line(DecidedFigures.parse(lead.decided).fields)
    yield "next steps", ", ".join(actions_from(lead.handling))


def _reopened(lead: Lead, entries: tuple[LogEntry, ...]) -> Iterator[tuple[str, str]]:
    """Why the lead is open again, as long as nobody has decided anew."""
    latest = next((one for one in reversed(entries) if one.change is Change.REOPENED), None)
    cause = None if latest is None else cause_in(latest)
    if latest is not None and cause is not None and lead.decided is None:
        yield "open again", f"{local(latest.recorded_at)}: {'; '.join(cause_lines(cause))}"


def _law(used: LawUsed) -> tuple[str, ...]:
    status = "UNREAD: not confirmed" if used.status == "unread" else used.status
    return (used.parameter, _value(used), used.in_force_from, status, marked(used.source, used.replaces))


def _value(used: LawUsed) -> str:
    values = [each.strip() for each in used.value.split(",") if each.strip()]
    unit = _MEASURED.get(used.unit)
    return banded(used.parameter, values if unit is None else [quantity(int(each), unit) for each in values])


def _evidence(evidence: tuple[Evidence, ...]) -> Iterator[tuple[str, ...]]:
    for one in evidence:
        for span in one.spans:
            known = "work" if span.known else "unknown"
            yield one.platform, one.what, one.id, local_ms(span.start), local_ms(span.end), known


def _days(evidence: tuple[Evidence, ...]) -> Iterator[tuple[str, ...]]:
    for one in evidence:
        if one.day is not None:
            times = (quantity(each, "ms") for each in (one.day.low, one.day.high))
            yield one.platform, one.id, *times, ", ".join(one.day.reasons)


def _rest(rest: EvidenceRest) -> Iterator[tuple[str, str]]:
    yield "lines more", f"{rest.lines:,}"
    yield "SHA-256 of them", rest.sha256
    yield "to see them all", "shiftwarden replay, with the events of the time; CONTRACT.md says what a line is"


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
        cause = cause_in(entry)
        if cause is not None:
            what.append("because: " + "; ".join(cause_lines(cause)))
        if entry.figures is not None:
            what.append("about " + figures_line(DecidedFigures.parse(entry.figures).fields))
        yield str(entry.sequence), local(entry.recorded_at), entry.change, entry.actor or "", "; ".join(what)

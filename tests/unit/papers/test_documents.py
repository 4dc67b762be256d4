"""The documents say what the code does: every name in them exists, every name that they owe is there, examples hold."""

import json
import re
from pathlib import Path
from typing import Any, Final, get_args

import click
from click.testing import CliRunner
from pydantic import BaseModel

from alerts.leads import Action, Change, Handling, Standing
from alerts.leads.cause import Cause
from alerts.leads.evidence.changed import SpanChange, ValueChange
from alerts.leads.evidence.changes import EvidenceChanges, NamedEvidence, NamedSome
from alerts.leads.figures import FIGURES, More
from alerts.leads.handling import TRANSITIONS
from alerts.ledger.tables import METADATA
from alerts.routing.shape import DeskShape
from schemas.feed.examples import EXAMPLES
from schemas.feed.receipt import Receipt, RefusedAt
from schemas.feed.telemetry import KINDS
from schemas.findings.advice import Advice
from schemas.findings.figures import AtLevel, Declared, HoursAt, PaceFigures, PayFigures, RedTime, WarnedTime
from schemas.findings.finding import (
    Arrival,
    Evidence,
    EvidenceRest,
    Finding,
    Kind,
    LateEvidence,
    LawUsed,
    Scope,
    Severity,
    StandingSet,
)
from schemas.findings.rest_figures import DispatchFigures, OtherStretch, RestFigures
from schemas.findings.span import Span
from schemas.findings.stated import DayStated, EntryShare, EntryStated
from schemas.findings.under_red import UnderRed
from schemas.refusal import Code, Refusal
from schemas.topics import inner_topics, platform_topics, quarantine
from schemas.weather.head import MOST_REFERENCES
from schemas.weather.message import MOST_INFOS
from schemas.weather.warning import KINDS as WEATHER_KINDS
from streams.cli.main import COMMANDS, main
from streams.core.catching_up import DARK_MS, FRESH_MS, PATIENCE_MS
from streams.core.publishing import RESTATE_MS
from streams.core.workers.judge import HORIZON_MS
from streams.facts.tolerance import STANDARD
from streams.facts.views.worker_view import BASES
from streams.facts.worktime.coverage import Reason
from streams.law.files import packaged_law
from streams.law.registers.budget import BUDGETS
from streams.law.registers.settlement import SettledBy
from streams.law.shape import PlatformShape
from streams.rules import AREA_RULES, RULES
from streams.rules.contract import Memo, Verdict, WorkerRule
from streams.rules.finding import make_finding
from streams.rules.law_unread import LAW_UNREAD
from streams.rules.pace.pace_not_eased import UNIT as PACE_UNIT
from streams.rules.pace.verdict import NO_BASELINE, NO_PROMISES, PULSE_GAP, SHORT_BASELINE
from streams.rules.pay.case import CONTRADICTORY_PAY, NO_PAY_REPORTED
from streams.rules.pay.paid import CONTRADICTED
from tests.unit.cli.days import READER
from tests.unit.documents import (
    CHANGES,
    CONTRACT,
    EACH,
    LEADS,
    PACE,
    PROJECT,
    SEMANTICS,
    WEATHER,
    WITH_README,
    WORKTIME,
    block,
    blocks,
    called,
    quoted,
    rows,
    text,
)

MACHINE: Final = re.compile(r"(?<![\w.<])/(home|root|tmp|work|mnt|Users)/|localhost:\d")
SMALL: Final = re.compile(r"[a-z][a-z0-9]*([._][a-z0-9]+|_)+|[a-z]{3,}")
"""Names that look like ours: small letters, with points or underscores or without."""

NOT_OURS: Final = frozenset(
    {
        "null",
        "now",
        "elapsed",
        "worked",
        "enforce",
        "observe",
        "off",
        "verified",
        "official",
        "copy",
        "policy",
        "unread",
        "none",
        "no_rule",
        "law",
        "gzip",
        "lz4",
        "zstd",
        "snappy",
        "day.ndjson",
        "export.ndjson.gz",
        "cut.json",
        "whole.json",
    }
)
"""Words of JSON, of the law files and of the command line, and files of the reader's own."""

SECTORS: Final = {"delivery", "courier", "ride_hailing"}
MODELS: Final[tuple[type[BaseModel], ...]] = (
    *KINDS.values(),
    Receipt,
    RefusedAt,
    Refusal,
    Advice,
    Finding,
    LawUsed,
    Evidence,
    DayStated,
    EntryShare,
    EntryStated,
    EvidenceRest,
    PayFigures,
    HoursAt,
    PaceFigures,
    WarnedTime,
    AtLevel,
    Declared,
    RedTime,
    RestFigures,
    OtherStretch,
    DispatchFigures,
    UnderRed,
    Span,
    StandingSet,
)


def fields_of(models: tuple[type[BaseModel], ...]) -> set[str]:
    return {field.alias or name for model in models for name, field in model.model_fields.items()}


def choices(model: type[BaseModel]) -> set[str]:
    """The words that the fields of a kind allow."""
    schema = json.dumps(model.model_json_schema())
    return {word for words in re.findall(r'"enum": \[([^]]*)]', schema) for word in re.findall(r'"([^"]+)"', words)}


CAUSES = (Arrival, Cause, EvidenceChanges, LateEvidence, NamedEvidence, NamedSome, SpanChange, ValueChange)


def known() -> set[str]:
    enums = (Code, Reason, Kind, Scope, Severity, Change, Action, Handling, Standing, More)
    topics = (*platform_topics("x", feed_partitions=1), *inner_topics(work_partitions=1, pace_partitions=1))
    words = {str(member) for enum in enums for member in enum}
    words |= set().union(*map(choices, KINDS.values()))
    words |= {rule.name for rule in RULES} | set(BASES) | set(KINDS) | {topic.name for topic in topics}
    words |= {*FIGURES} | fields_of(CAUSES)
    words |= {column.name for table in METADATA.tables.values() for column in table.c} | set(METADATA.tables)
    words |= set(re.findall(r"shiftwarden_[a-z]+", text(PROJECT / "deploy/postgres/roles.sql")))
    words |= set(re.findall(r"<(\w+)", "".join(blocks(WEATHER, "xml"))))
    return (
        words
        | fields_of(MODELS)
        | of_rules()
        | doubts()
        | set(COMMANDS)
        | {NO_PAY_REPORTED, CONTRADICTORY_PAY, CONTRADICTED, NO_BASELINE, NO_PROMISES, SHORT_BASELINE, LAW_UNREAD}
        | {name for each in packaged_law().parameters for name in (each, each.partition(".")[2])}
        | {*BUDGETS, *PlatformShape.model_fields, *DeskShape.model_fields, *get_args(SettledBy), "judged_at"}
    )


def of_rules() -> set[str]:
    """The wings of the rules, and the names of a rule's contract."""
    wings = {folder.name for folder in (PROJECT / "streams/rules").iterdir() if folder.is_dir()}
    names = {name for each in (WorkerRule, Verdict, Memo) for name in dir(each)} | {"view"}
    return wings | names | {make_finding.__name__}


def doubts() -> set[str]:
    """The names of all data-quality warnings of `check`."""
    source = "".join(map(text, sorted((PROJECT / "streams/tools/check").glob("*.py"))))
    return set(re.findall(r'warning\(\s*"(\w+)"', source, re.IGNORECASE))


@EACH
def test_every_name_in_a_document_exists(page: Path) -> None:
    vocabulary = known() | NOT_OURS
    names = {name for name in quoted(page) if SMALL.fullmatch(name)}

    assert sorted(names - vocabulary) == []


@WITH_README
def test_every_command_in_a_document_exists_with_its_options(page: Path) -> None:
    for words in called(page):
        command: click.Command | None = main
        while isinstance(command, click.Group) and words:
            command = command.get_command(click.Context(main), words.pop(0))
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, command.name


@WITH_README
def test_every_link_in_a_document_leads_somewhere(page: Path) -> None:
    for link, _, anchor in re.findall(r"\]\(([^)#]*)(#([^)]*))?\)", text(page)):
        assert (page.parent / link).exists() if link else f"## {anchor.replace('-', ' ')}" in text(page).lower()


@WITH_README
def test_a_document_stands_alone_and_is_short(page: Path) -> None:
    assert MACHINE.search(text(page)) is None
    assert all(
        (page.parent / link).resolve().is_relative_to(PROJECT) for link in re.findall(r"\]\(([^)#]+)", text(page))
    )
    assert len(text(page).splitlines()) <= 220


def test_the_contract_has_every_code_in_the_order_in_which_they_are_named() -> None:
    assert list(rows(CONTRACT, "code")) == [code.value for code in Code]


def test_the_contract_has_every_kind_with_all_its_own_fields_and_choices() -> None:
    table = rows(CONTRACT, "kind")
    envelope = set(rows(CONTRACT, "field"))

    assert set(table) == set(KINDS)
    for kind, (_, own) in table.items():
        owed = (fields_of((KINDS[kind],)) - envelope) | (choices(KINDS[kind]) - SECTORS)
        assert owed <= set(re.findall(r"\w+", own)), kind


def test_the_contract_has_every_topic_of_a_platform_and_how_long_it_is_kept() -> None:
    kept = {name: int(cells[1].split()[0]) for name, cells in rows(CONTRACT, "topic").items()}
    of_platform = platform_topics("<platform_id>", feed_partitions=1)
    topics = [
        topic for topic in of_platform if topic.name != quarantine("<platform_id>")
    ]  # the operator's: no right on it

    assert kept == {topic.name: topic.retention_ms // 86_400_000 for topic in topics}


def test_the_contract_names_every_field_of_what_a_platform_hears() -> None:
    assert fields_of((Receipt, RefusedAt, Refusal, Advice)) - {"partition", "topic"} <= quoted(CONTRACT)


def test_the_contract_has_every_field_of_a_finding_in_its_order() -> None:
    written = [name for cell in rows(CONTRACT, "of a finding") for name in cell.split(", ")]

    assert written == list(Finding.model_fields)


def test_the_examples_in_the_contract_are_those_of_the_models_and_are_accepted() -> None:
    written = block(CONTRACT, "json")

    reading = READER.read(written.encode(), platform_id="hema", arrival=None, offset=0)

    assert json.loads(written) == list(EXAMPLES)
    assert (reading.accepted, reading.faults) == (len(KINDS), [])


def test_the_document_tells_every_signal_and_the_limits_of_a_weather_message() -> None:
    table = rows(WEATHER, "element")

    assert " ".join(WEATHER_KINDS) in table["event, eventType, headline"][0]
    assert f"0 to {MOST_INFOS};" in table["info"][0]
    assert f"at most {MOST_REFERENCES}" in table["references"][0]


def test_the_documents_have_every_reason_and_the_changes_every_rule() -> None:
    assert list(rows(WORKTIME, "reason")) == [reason.value for reason in Reason]
    assert {rule.name for rule in AREA_RULES} | {
        NO_BASELINE,
        NO_PROMISES,
        PULSE_GAP,
        SHORT_BASELINE,
        PACE_UNIT,
    } <= quoted(PACE)
    assert {rule.name for rule in RULES} == {*rows(CHANGES, "rule"), *rows(CHANGES, "new rule")}


def test_the_figures_in_the_documents_are_those_of_the_code() -> None:
    assert (STANDARD.pulse, STANDARD.silence, STANDARD.belief) == (180_000, 2 * 3_600_000, 24 * 3_600_000)
    assert (HORIZON_MS, RESTATE_MS) == (48 * 3_600_000, 600_000)
    assert (DARK_MS, FRESH_MS, PATIENCE_MS) == (5_000, 600_000, 120_000)
    assert {str(value.number) for value in packaged_law().values if value.parameter == "rest_due.lead"} == {"900000"}


def test_the_day_in_the_semantics_gives_the_findings_in_its_table() -> None:
    events = block(SEMANTICS, "json", "<!-- example: events -->")
    (command,) = (words for words in called(SEMANTICS) if words[0] == "replay" and "day.ndjson" in words)

    run = CliRunner().invoke(main, ["-" if word == "day.ndjson" else word for word in command], input=events)

    findings = [json.loads(line) for line in run.stdout.splitlines()]
    table = rows(SEMANTICS, "field")
    assert [finding["subject"][-2:] for finding in findings] == ["a1", "b1"]
    for number, finding in enumerate(findings):
        assert {name: cells[number] for name, cells in table.items()} == {name: shown(finding[name]) for name in table}


def shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def test_the_steps_in_the_document_are_those_that_are_legal() -> None:
    table = rows(LEADS, "step")
    written = {step: [set(cells[0].split(", ")), cells[1], cells[2] == "needed"] for step, cells in table.items()}

    assert written == {
        action.value: [{state.value for state in each.before}, each.after.value, each.needs_reason]
        for action, each in TRANSITIONS.items()
    }
    assert list(rows(LEADS, "change")) == [change.value for change in Change]

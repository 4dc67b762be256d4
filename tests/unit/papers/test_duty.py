"""The page of the duty desk: its names, commands and figures are those of the code, and its example gives what it says."""

import re
from pathlib import Path
from typing import Final

import click
from pydantic import BaseModel

from alerts.routing import Routing
from alerts.routing.checking import doubts
from alerts.routing.local_time import read_instant, shown
from alerts.routing.shape import (
    ChannelShape,
    ClauseShape,
    DepartmentShape,
    DeskShape,
    DocumentShape,
    DutyShape,
    PersonShape,
    PolicyShape,
    RuleClauseShape,
    SectorShape,
    ShiftShape,
    SwapShape,
    YearNoticeShape,
)
from schemas.legal_days import DAY_MS
from streams.cli.main import main
from streams.duty_metrics import GAP_SECONDS, ON_DUTY
from tests.unit.alerts.routing.duties import PACKAGED, PLACES, routing
from tests.unit.documents import PROJECT, block, called, rows, text

PAGE: Final = PROJECT / "deploy/DUTY.md"
SAMPLE: Final = (PROJECT / "deploy/duty/sample/duty.yaml").read_text(encoding="utf-8")
SHAPES: Final[dict[str, type[BaseModel]]] = {
    "desk": DeskShape,
    "departments": DepartmentShape,
    "people": PersonShape,
    "channels": ChannelShape,
    "shifts": ShiftShape,
    "swaps": SwapShape,
    "years": YearNoticeShape,
    "policies": PolicyShape,
}
OURS: Final[tuple[type[BaseModel], ...]] = (ClauseShape, RuleClauseShape, SectorShape, DocumentShape)


def with_example(example: str) -> Routing:
    return Routing.read({"competence.yaml": PACKAGED, "duty.yaml": SAMPLE, "festival.yaml": example}, PLACES)


def test_the_page_has_every_section_with_all_its_keys() -> None:
    table = rows(PAGE, "section")

    for section, shape in SHAPES.items():
        row = table[section]
        assert sorted(re.findall(r"\w+", row[1])) == sorted(
            each.alias or name for name, each in shape.model_fields.items()
        )
    written = " ".join(" ".join(cells) for cells in table.values())
    assert {name for shape in OURS for name in shape.model_fields} <= set(re.findall(r"\w+", written))
    assert set(DutyShape.model_fields) <= set(re.findall(r"\w+", " ".join(table)))


def test_the_pages_commands_exist_with_their_options_and_its_links_lead_somewhere() -> None:
    commands = list(called(PAGE))

    assert len(commands) >= 4
    for words in commands:
        command: click.Command | None = main
        while isinstance(command, click.Group) and words:
            command = command.get_command(click.Context(main), words.pop(0))
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options
    assert all((PAGE.parent / link).exists() for link in re.findall(r"\]\(([^)#]+)", text(PAGE)))
    assert len(text(PAGE).splitlines()) <= 220


def test_the_example_has_no_fault_and_its_turns_are_those_of_the_table() -> None:
    duty = with_example(block(PAGE, "yaml", "<!-- example: festival -->"))
    start = read_instant("2027-02-04T08:30")

    turns = duty.turns("rs-inspection", start, start + 4 * DAY_MS)

    told = {shown(turn.start): turn.people[0].id for turn in turns}
    assert told == {at: cells[0] for at, cells in rows(PAGE, "from").items()}
    assert doubts(duty, read_instant("2026-12-01T08:30"), read_instant("2027-03-01")) == ()


def test_the_example_of_terms_and_forces_has_no_fault_and_lays_over_ours() -> None:
    duty = with_example(block(PAGE, "yaml", "<!-- example: terms -->"))
    term, force = duty.term("grave"), duty.force("rest_missed")

    assert term is not None
    assert force is not None
    assert (term.days, term.remind_ms, force.short.en) == (0, 3_600_000, "a duty")


def test_without_its_shifts_of_days_off_or_its_year_the_example_has_the_fault_that_the_page_names() -> None:
    example = block(PAGE, "yaml", "<!-- example: festival -->")
    span = read_instant("2026-12-01T08:30"), read_instant("2027-03-01")
    only_workdays = re.sub(r"  (days-off: .*|festival:\n(    .*\n)+)", "", example)

    gaps = [each.text.en for each in doubts(with_example(only_workdays), *span)]

    without_year = re.sub(r"years:\n.*?\n\n", "", example, flags=re.DOTALL)
    years = [each.text.en for each in doubts(with_example(without_year), *span)]

    assert any("nobody from 2027-02-05 08:30 – 2027-02-12 08:30" in gap for gap in gaps), gaps
    assert any("the notice of days off of 2027 is not at hand" in year for year in years)


def test_the_hours_of_the_page_are_those_of_our_policies() -> None:
    duty, table = routing(), rows(PAGE, "severity")
    lengths = {"min": 60_000, "h": 3_600_000, "d": DAY_MS}

    for severity, (_, then) in table.items():
        written = [int(number) * lengths[unit] for number, unit in re.findall(r"(\d+) (min|h|d)\b", then)]
        assert written == [each.after_ms for each in duty.policy(severity).escalate], severity
    assert list(table) == list(duty.policies)


def test_the_page_names_the_metrics_of_cover() -> None:
    assert set(re.findall(r"shiftwarden_\w+", text(PAGE))) == {ON_DUTY, GAP_SECONDS}


def test_the_sample_and_the_page_stand_alone() -> None:
    assert re.search(r"(?<![\w.<])/(home|root|tmp|work|mnt|Users)/", text(PAGE) + SAMPLE) is None
    assert Path(PROJECT / "deploy/duty/sample").is_dir()

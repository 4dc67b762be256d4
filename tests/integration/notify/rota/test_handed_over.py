"""Leads that are handed over at a change of shift, on both databases: the cases of a file, and what an outbox can show of it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from sqlalchemy import select

from alerts.database import UnitOfWork
from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.outbox.silencing import add_silence
from alerts.notify.parcel import Parcel
from alerts.notify.ports import RotaFiles
from alerts.notify.stages.holding import Silence
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from alerts.routing import Routing
from schemas.findings.finding import Severity
from tests.integration.notify.bureau import Bureau, holds, ms
from tests.unit.alerts.routing.duties import PACKAGED, PLACES, TERMS

FOLDER: Final = Path(__file__).parents[3] / "cases/handed_over"
DUTY: Final = (FOLDER / "duty.yaml").read_text(encoding="utf-8")
CASES: Final[list[dict[str, Any]]] = yaml.load((FOLDER / "cases.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
MINUTE: Final = 60_000


def read_duty(text: str) -> Routing:
    return Routing.read({"competence.yaml": PACKAGED, "terms.yaml": TERMS, "duty.yaml": text}, PLACES)


@dataclass(slots=True)
class Folder:
    """A duty folder of one file, in memory."""

    text: str
    routing: Routing

    def files(self) -> RotaFiles:
        return RotaFiles(self.text, self.text, self.routing)

    def read(self, text: str) -> Routing | None:
        return read_duty(text)


def on_rota(bureau: Bureau, text: str = DUTY) -> Folder:
    """The bureau with a rota, by which leads are routed, too."""
    routing = read_duty(text)
    folder = Folder(text, routing)
    bureau.desk, bureau.rota = routing, folder
    return folder


def handed_over(parcels: list[Parcel]) -> list[tuple[str | None, list[int]]]:
    """Person and leads of the hand-overs among these."""
    return [
        (one.person, sorted(int(lead) for lead in re.findall(r"#(\d+)", one.text)))
        for one in parcels
        if "【接班】" in one.text or "[Taken over]" in one.text
    ]


def take(bureau: Bureau, step: dict[str, str]) -> None:
    """The content of a step of a case, at its instant."""
    bureau.now = ms(step["at"])
    for verb in ("raise", "withdraw"):
        if verb in step:
            severity = Severity(step.get("severity", "grave"))
            found = [holds(severity=severity)] if verb == "raise" else []
            bureau.finds(*found, subject=f"{int(step[verb]):064x}")
    if "sign" in step:
        bureau.signs(int(step["sign"]))
    if "silence" in step:
        silence = Silence(0, None, "hema", None, bureau.now, ms(step["silence"]), "head", "known")
        with UnitOfWork(bureau.engine) as unit:
            add_silence(unit.connection, silence)
            unit.commit()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case_of_the_file_holds(bureau: Bureau, case: dict[str, Any]) -> None:
    on_rota(bureau)
    found: list[tuple[int, str | None, list[int]]] = []

    for step in case["steps"]:
        take(bureau, step)
        found += [(bureau.now, person, leads) for person, leads in handed_over(bureau.round())]

    assert found == [(ms(at), person, [int(lead) for lead in leads]) for at, person, leads in case["handed_over"]]


def test_the_message_is_chinese_first_names_no_worker_and_signs(bureau: Bureau) -> None:
    on_rota(bureau)
    take(bureau, {"at": "2026-11-30T18:00", "raise": "1"})
    take(bureau, {"at": "2026-11-30T18:01", "raise": "2"})
    bureau.round()
    bureau.now = ms("2026-11-30T20:30")

    (text,) = [one.text for one in bureau.round() if one.person == "li" and "接班】" in one.text]

    assert text.startswith("【接班】应休未休 2条")
    assert "上一班移交，未签收 2条" in text
    assert "查看并签收：https://c.example/" in text
    assert not re.search("[0-9a-f]{16}", text)


def test_an_outbox_shows_who_was_handed_what_and_two_notifiers_hand_over_once(bureau: Bureau) -> None:
    on_rota(bureau)
    take(bureau, {"at": "2026-11-30T18:00", "raise": "1"})
    one, other = bureau.notifier(), bureau.notifier()
    bureau.round(one)
    bureau.now = ms("2026-11-30T20:30")
    for notifier in (one, other, bureau.notifier()):
        bureau.round(notifier)

    query = (
        select(MESSAGES.c.person, MESSAGES.c.state, MESSAGE_LEADS.c.lead, MESSAGE_LEADS.c.told)
        .join(MESSAGE_LEADS, MESSAGE_LEADS.c.message == MESSAGES.c.number)
        .where(MESSAGE_LEADS.c.reason == "taken_over")
    )
    with UnitOfWork(bureau.engine, writes=False) as unit:
        assert [tuple(row) for row in unit.connection.execute(query)] == [("li", "sent", 1, "yes")]


def test_who_was_handed_a_lead_is_told_of_its_end_and_the_steps_of_the_route_go_on(bureau: Bureau) -> None:
    on_rota(bureau)
    take(bureau, {"at": "2026-11-30T20:20", "raise": "1"})
    bureau.round()
    bureau.now = ms("2026-11-30T20:30")
    bureau.round()
    bureau.now = ms("2026-11-30T20:50")
    second = [one for one in bureau.round() if "逾时" in one.text]
    take(bureau, {"at": "2026-11-30T21:00", "withdraw": "1"})

    closing = bureau.round()

    assert [(one.person, one.text[:7]) for one in second] == [("head", "【逾时未签收】")]
    assert sorted(str(one.person) for one in closing if "撤回】" in one.text) == ["head", "li", "wang"]


def test_a_change_of_the_duty_files_is_a_change_of_shift(bureau: Bureau) -> None:
    on_rota(bureau)
    take(bureau, {"at": "2026-11-30T18:00", "raise": "1"})
    notifier = bureau.notifier()
    bureau.round(notifier)
    bureau.passes(MINUTE)
    on_rota(bureau, DUTY.replace("order: [wang, chen]", "order: [chen, wang]"))

    found = handed_over(bureau.round())

    assert found == [("chen", [1])]


def test_at_night_what_is_grave_is_handed_over_at_once_and_the_rest_in_the_morning(bureau: Bureau) -> None:
    on_rota(bureau, DUTY.replace('"20:30"', '"23:00"'))
    take(bureau, {"at": "2026-11-30T22:00", "raise": "1"})
    take(bureau, {"at": "2026-11-30T22:00", "raise": "2", "severity": "minor"})
    bureau.round()
    found = []
    for at in ("2026-11-30T22:02", "2026-11-30T23:00", "2026-12-01T07:29", "2026-12-01T07:30"):
        bureau.now = ms(at)
        found += [(at[11:], *one) for one in handed_over(bureau.round())]

    assert found == [("23:00", "li", [1]), ("07:30", "li", [2])]


def test_a_clock_that_was_ahead_and_is_set_back_holds_up_no_hand_over(bureau: Bureau) -> None:
    on_rota(bureau)
    notifier = bureau.notifier()
    take(bureau, {"at": "2026-12-01T18:00", "raise": "1"})
    bureau.round(notifier)
    bureau.signs(1)
    take(bureau, {"at": "2026-11-30T18:00", "raise": "2"})
    bureau.round(notifier)
    bureau.now = ms("2026-11-30T20:30")

    assert handed_over(bureau.round(notifier)) == [("li", [2])]


def test_over_a_gap_the_next_who_is_on_takes_over_and_one_who_came_earlier_does_so_when_the_other_goes(
    bureau: Bureau,
) -> None:
    on_rota(bureau, DUTY.replace('change_at: "20:30", ends_at: "08:30"', 'change_at: "22:00", ends_at: "08:45"'))
    take(bureau, {"at": "2026-11-30T20:00", "raise": "1"})
    bureau.round()
    found = []
    for at in ("2026-11-30T20:30", "2026-11-30T21:00", "2026-11-30T22:00", "2026-12-01T08:30", "2026-12-01T08:45"):
        bureau.now = ms(at)
        found += [(at[11:], *one) for one in handed_over(bureau.round())]

    assert found == [("22:00", "li", [1]), ("08:45", "chen", [1])]


def test_who_was_told_late_of_a_lead_that_had_risen_by_then_is_not_handed_it(bureau: Bureau) -> None:
    on_rota(bureau, DUTY.replace("order: [wang, chen]", "order: [wang]"))
    take(bureau, {"at": "2026-11-30T20:20", "raise": "1", "severity": "minor"})
    bureau.round()
    bureau.service.answers = [Answer(Outcome.THROTTLED, "45009", "too often", 15 * MINUTE)]
    for at in ("2026-11-30T20:21", "2026-11-30T20:30"):
        bureau.now = ms(at)
        bureau.round()
    take(bureau, {"at": "2026-11-30T20:32", "raise": "1", "severity": "serious"})
    late = bureau.round()
    bureau.now = ms("2026-11-30T20:40")
    late += bureau.round()
    bureau.now = ms("2026-12-01T08:30")

    found = handed_over(bureau.round())

    assert ("wang", True) in [(one.person, "较重" in one.text) for one in late]
    assert found == []

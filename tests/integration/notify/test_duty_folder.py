"""A duty folder on disk: read live, with a fault that what held before survives, and shown by `notify --dry-run`."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from alerts.database import UnitOfWork, open_engine
from alerts.ledger import upgrade
from alerts.notify.tables import MESSAGES, TOLD_SHIFTS
from schemas.legal_days import SHANGHAI
from streams.cli.duty.console import console
from streams.cli.duty.notify import notify
from streams.cli.duty.notify_settings import NotifySettings
from streams.cli.duty.parts.current import LOOK_S, CurrentRouting
from streams.cli.main import main
from streams.cli.output import Unusable
from tests.unit.alerts.routing.duties import DESK, PLACES, shift, shifts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "duty"
    made.mkdir()
    (made / "desk.yaml").write_text(DESK + shifts(shift("s")), encoding="utf-8")
    return made


def test_a_change_is_read_a_fault_leaves_what_held_and_is_named_until_it_is_mended(folder: Path) -> None:
    now = [0.0]
    current = CurrentRouting(folder, PLACES, lambda: now[0])
    first = current.files()
    seen = []
    for text in ("shifts: {s: {department: nowhere}}", shifts(shift("t", order="[c]"))):
        (folder / "more.yaml").write_text(text, encoding="utf-8")
        unread = current.files()
        now[0] += LOOK_S
        seen.append((unread == current.files(), current.fault is not None, "t" in current.now().files.rows("shifts")))

    assert first is not None
    assert seen == [(True, True, False), (False, False, True)]
    assert current.read(first.text) is not None
    assert current.read('{"a.yaml": "x: y"}') is None


def test_files_that_cannot_be_used_are_refused_at_the_start(folder: Path) -> None:
    (folder / "more.yaml").write_text("shifts: {s: {department: nowhere}}", encoding="utf-8")

    with pytest.raises(Unusable, match=r"more\.yaml:1:10"):
        CurrentRouting(folder, PLACES)


def test_a_dry_run_shows_who_would_be_told_of_their_shift_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)
    soon = (datetime.now(SHANGHAI) + timedelta(hours=3)).strftime("%H:%M")
    (folder / "desk.yaml").write_text(DESK + shifts(shift("s", change_at=f'"{soon}"')), encoding="utf-8")

    shown = CliRunner().invoke(main, ["notify", "--dry-run", "--ledger", url, "--duty", str(folder)])

    engine = open_engine(url)
    with UnitOfWork(engine, writes=False) as unit:
        messages = unit.connection.execute(select(MESSAGES)).all()
        until = unit.connection.execute(select(TOLD_SHIFTS.c.told_until)).scalar_one()
    engine.dispose()
    assert shown.exit_code == 0, shown.output
    assert "  shift  d → " in shown.output
    assert "1 message(s)" in shown.output
    assert (messages, until) == ([], 0)


def test_a_folder_that_is_emptied_leaves_what_held_so_that_no_channel_is_lost(folder: Path) -> None:
    now = [0.0]
    current = CurrentRouting(folder, PLACES, lambda: now[0])
    before = current.now().channels
    (folder / "desk.yaml").unlink()
    now[0] += LOOK_S

    assert current.now().channels == before != {}
    assert current.fault is not None
    assert "given a folder without a duty file" in current.fault.text
    with pytest.raises(Unusable, match="at least one file"):
        CurrentRouting(folder, PLACES)


def test_without_a_folder_nothing_is_begun_and_what_waits_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade(url)

    refused = CliRunner().invoke(main, ["notify", "--once", "--ledger", url], env={"SHIFTWARDEN_DUTY": ""})

    assert refused.exit_code == 2
    assert "a duty folder is needed: --duty DIR" in refused.output


def test_a_ledger_that_is_not_there_is_not_made_by_a_slip(folder: Path, tmp_path: Path) -> None:
    missing = tmp_path / "ledgr.db"

    refused = CliRunner().invoke(main, ["notify", "--once", "--ledger", f"sqlite:///{missing}", "--duty", str(folder)])

    assert refused.exit_code == 2
    assert f"there is no ledger at {missing}" in refused.output
    assert not missing.exists()


def test_without_options_links_lead_to_where_a_console_is_without_options() -> None:
    listen = next(one.default for one in console.params if one.name == "listen")

    assert NotifySettings().address == f"http://{listen}"
    assert next(one.default for one in notify.params if one.name == "address") == f"http://{listen}"

"""The duty desk of the demonstration: a sample department, accounts of each role, and the inbox that messages arrive in."""

import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
import yaml

from alerts.accounts import AccountRole, DeskAccounts
from alerts.database import open_engine
from streams.tools.demo.inbox import DemoAccount, Inbox
from streams.tools.embedded.free_ports import LOOPBACK, free_ports
from streams.tools.local.desk import DeskSettings, LocalDesk

_DEPARTMENT: Final = "rs-inspection"

_PEOPLE: Final = (
    ("wang", "王敏", "Wang Min", AccountRole.INSPECTOR),
    ("li", "李强", "Li Qiang", AccountRole.INSPECTOR),
    ("zhao", "赵刚", "Zhao Gang", AccountRole.SUPERVISOR),
)
"""Those who are told: two inspectors in turn, and the head."""

_OTHERS: Final = (
    ("guest", "访客", AccountRole.VIEWER),
    ("op", "运维", AccountRole.OPERATOR),
    ("data", "数据专员", AccountRole.DATA_OFFICER),
)

_STOPS_S: Final = 5.0
"""Seconds that the inbox has to end."""


class DemoDesk:
    """The inbox, the accounts, and both processes of the desk, over the ledger of the demonstration."""

    def __init__(self, folder: Path, ledger: str, report: Callable[[str], None]) -> None:
        (port,) = free_ports(1)
        self._listening = socket.create_server((LOOPBACK, 0))
        self.address = f"http://{LOOPBACK}:{self._listening.getsockname()[1]}"
        settings = DeskSettings(ledger, _duty_folder(folder / "duty", self.address), port)
        inbox = Inbox(settings.address, _accounts(ledger))
        config = uvicorn.Config(inbox.app, log_config=None, access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listening]}, name="inbox", daemon=True
        )
        self._thread.start()
        self._desk = LocalDesk(folder, settings, report)

    def look(self) -> None:
        """Start again what has ended."""
        self._desk.look()

    def stop(self) -> None:
        """Stop both processes and the inbox."""
        self._desk.stop()
        self._server.should_exit = True
        self._thread.join(_STOPS_S)
        self._listening.close()


def _duty_folder(folder: Path, inbox: str) -> Path:
    """Write the sample department: its people by turns of a day, a robot's group, and a phone each, all in the inbox."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    people = {
        name: {"zh": zh, "en": en, "department": _DEPARTMENT, "channels": ["group", f"phone-{name}"]}
        for name, zh, en, _ in _PEOPLE
    }
    phones = {f"phone-{name}": {"kind": "webhook", "address": f"{inbox}/phone"} for name, *_ in _PEOPLE}
    written = {
        "desk": {"fallback": ["zhao"], "analysts": ["zhao"]},
        "departments": {
            _DEPARTMENT: {
                "zh": "市劳动保障监察支队",
                "en": "Labour Inspection Detachment",
                "body": "rs",
                "areas": [],
                "heads": ["zhao"],
            }
        },
        "people": people,
        "channels": {"group": {"kind": "wecom", "address": f"{inbox}/group", "group": True}, **phones},
        "shifts": {
            "daily": {
                "department": _DEPARTMENT,
                "from": "2022-01-01",
                "order": ["wang", "li"],
                "change_at": "08:30",
            }
        },
    }
    (folder / "duty.yaml").write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def _accounts(ledger: str) -> list[DemoAccount]:
    """Make an account of each role, with passwords of this demonstration alone; those that are there get new ones."""
    engine = open_engine(ledger)
    try:
        store = DeskAccounts(engine)
        there = {each.name for each in store.all()}
        found = []
        for name, zh, role in [*((name, zh, role) for name, zh, _, role in _PEOPLE), *_OTHERS]:
            password = secrets.token_urlsafe(9)
            if name in there:
                store.set_password(name, password)
            else:
                areas = ("*",) if role is AccountRole.INSPECTOR else ()
                store.add(name, role, called=zh, areas=areas, password=password)
            found.append(DemoAccount(name, zh, role.value, password))
        return found
    finally:
        engine.dispose()

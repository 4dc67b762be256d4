"""`shiftwarden notify`: tell people of leads. The process around a notifier: settings, metrics, signals, an end in time."""

import logging
import signal
import socket
import threading
import time
from os import getpid
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from alerts.console.settings import without_login
from alerts.database import open_engine
from alerts.errors import LedgerError, LedgerUnavailable
from alerts.ledger import Ledger
from alerts.notify import Carrier, Delivering, Notifier, Writer, origin
from alerts.notify.ports import Router
from alerts.words import Names
from streams.cli.duty.files import given_folder
from streams.cli.duty.metrics import NotifyMetrics
from streams.cli.duty.notify_settings import NotifySettings
from streams.cli.duty.now import now_ms
from streams.cli.duty.parts.current import CurrentRouting
from streams.cli.duty.parts.desk import DeskLinks, names_of
from streams.cli.ledger_option import check_there
from streams.cli.options import example
from streams.cli.output import Unusable, print_line
from streams.cli.wording import local
from streams.duty_metrics import DutyCollector
from streams.edge.outage import Outage
from streams.health import AddressInUseError, Condition, Deadline, Lack, serve
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.logs import set_up

_log = logging.getLogger("shiftwarden")

_ENDS_WITHIN_S = 45.0
"""The time to end after a signal: what is being sent has 30 s at most, and its outcome is written down."""

_COUNTED_EVERY_S = 5.0
"""Seconds between two counts of the outbox: Prometheus looks every 10."""

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    epilog=example(
        "shiftwarden notify --ledger postgresql://notifier@db/shiftwarden --duty /etc/shiftwarden/duty "
        "--address https://desk.city.example"
    )
)
@click.option(
    "--ledger",
    default="sqlite:///shiftwarden.db",
    show_default=True,
    envvar="SHIFTWARDEN_LEDGER",
    metavar="URL",
    help="The ledger's database; also SHIFTWARDEN_LEDGER.",
)
@click.option(
    "--duty",
    type=_FOLDER,
    envvar="SHIFTWARDEN_DUTY",
    metavar="DIR",
    help="The duty folder: departments, people, rota, channels; also SHIFTWARDEN_DUTY. Needed.",
)
@click.option(
    "--law",
    type=_FOLDER,
    metavar="DIR",
    envvar="SHIFTWARDEN_LAW",
    help="A folder of law files to lay over ours, for names.",
)
@click.option(
    "--address",
    default="http://127.0.0.1:8080",
    show_default=True,
    envvar="SHIFTWARDEN_ADDRESS",
    metavar="URL",
    help="Where the console is, as its --address; links lead there and nowhere else.",
)
@click.option(
    "--mail-server",
    envvar="SHIFTWARDEN_MAIL_SERVER",
    metavar="URL",
    help="smtp://[USER@]HOST[:PORT] of channels that are a bare mail address.",
)
@click.option(
    "--metrics",
    default="127.0.0.1:0",
    show_default=True,
    envvar="SHIFTWARDEN_METRICS",
    metavar="HOST:PORT",
    help="HOST:PORT of /metrics and /healthz; port 0 takes a free one.",
)
@click.option("--budget", type=int, default=15, show_default=True, help="Attempts a robot and minute, at most 20.")
@click.option("--once", is_flag=True, help="Send what is due now, and end.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, to whom and why; send and write nothing.")
@click.option("--verbose", is_flag=True, help="Log the steps of the libraries, too.")
def notify(*, once: bool, dry_run: bool, verbose: bool, **options: Any) -> None:
    """Tell people of leads, by the duty files. Several may run; each message is sent by one of them.

    The ledger must be there: see `shiftwarden ledger upgrade`.
    """
    settings = _settings(**options)
    set_up(verbose=verbose)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines have the whole address, and a robot's has its key
    duty = given_folder(settings.duty)
    check_there(settings.ledger)
    try:
        law = packaged_law(settings.law)
        current = CurrentRouting(duty, law.places.lies_in())
        process = NotifyProcess(settings, current, names_of(law), current)
        if dry_run:
            process.show()
        elif once:
            process.send_once()
        else:
            process.run()
    except (AddressInUseError, LawError, LedgerError) as error:
        raise Unusable(str(error)) from error


def _settings(**options: Any) -> NotifySettings:
    try:
        return NotifySettings(**options)
    except ValidationError as error:
        faults = [
            f"{one['loc'][0]}: given {without_login(str(one['input']))!r}; "
            f"allowed: {NotifySettings.model_fields[str(one['loc'][0])].description}"
            for one in error.errors()
        ]
        raise click.UsageError("; ".join(faults)) from error


class NotifyProcess:
    """A notifier with its metrics, its log of an outage, and an end. By a `current` folder people are told of shifts, too."""

    def __init__(
        self, settings: NotifySettings, router: Router, names: Names, current: CurrentRouting | None = None
    ) -> None:
        self._settings = settings
        self._registry = CollectorRegistry()
        self._metrics = NotifyMetrics(self._registry)
        self._current = current
        if current is not None:
            self._registry.register(DutyCollector(current.now, now_ms))
        self._condition = Condition()
        for never in (Lack.BROKER, Lack.PARTITIONS, Lack.CLOCK):
            self._condition.has(never)
        self._outage = Outage(_log, "the ledger is away; nothing is told until it is there")
        self._counted = 0.0
        engine = open_engine(settings.ledger)
        sending = Delivering(
            holder=f"{socket.gethostname()}-{getpid()}-{uuid4().hex[:8]}",
            router=router,
            writer=Writer(names, frozenset({origin(settings.address)}), router.force),
            links=DeskLinks(engine, settings.address),
            budget=settings.budget,
        )
        metrics = self._metrics
        self.notifier = Notifier(
            engine,
            sending,
            Carrier(mail_server=settings.mail_server),
            delivered=lambda channel, outcome: metrics.deliveries.labels(channel, outcome.value).inc(),
            planned=lambda taken: metrics.uncovered.inc(taken.uncovered),
            rota=current,
        )

    def show(self) -> None:
        """Print what would be sent."""
        self._check_ledger()
        found = self.notifier.preview()
        for one in found:
            reader = one.person or "（群 group）"
            print_line(f"{local(one.at)}  {one.topic}  {one.department} → {reader} · {one.channel}  [{one.because}]")
            print_line(f"{one.text}\n")
        print_line(f"{len(found)} message(s)")

    def send_once(self) -> None:
        """Send what is due now."""
        self._check_ledger()
        print_line(f"{self.notifier.once()} attempt(s)")

    def run(self) -> None:
        """Work until a signal."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._end(stop))
        server = serve(self._settings.metrics, self._registry, self._condition)
        _log.info("metrics at %s:%s", *server.server_address[:2])
        try:
            self._check_ledger()
        except LedgerUnavailable as away:
            self._away(away)
        self.notifier.run(stop, self._settings.poll_s, self._away)
        _log.info("stopped in order")

    def _check_ledger(self) -> None:
        with Ledger.at(self._settings.ledger) as ledger:
            ledger.check()

    def _end(self, stop: threading.Event) -> None:
        if not stop.is_set():
            Deadline().begin(_ENDS_WITHIN_S, "a signal")
        stop.set()

    def _away(self, error: LedgerError | None) -> None:
        """Note that the ledger is away, or that a round went well; then count the outbox, every few seconds."""
        self._condition.tick()
        if error is None:
            error = self._count()
        if error is None:
            self._condition.has(Lack.LEDGER)
            self._outage.ended()
        else:
            self._condition.lacks(Lack.LEDGER, str(error))
            self._outage.goes_on(str(error), error.reason.value)

    def _count(self) -> LedgerError | None:
        now = time.time()
        if now - self._counted < _COUNTED_EVERY_S:
            return None
        if self._current is not None:
            self._metrics.show(self._current.now().channels)
        try:
            self._metrics.count(self.notifier.counts(), now)
        except LedgerError as error:
            return error
        self._counted = now
        return None

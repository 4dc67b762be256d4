"""The routing of a duty folder as it is now: read anew when its files change, so that a swap needs no restart."""

import logging
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from alerts.console import DutyFault
from alerts.notify.ports import RotaFiles
from alerts.routing import Channel, Force, HandlingTerm, Policy, Question, Route, RouteStep, Routing, RoutingError
from streams.cli.duty.files import read_texts, signature_of
from streams.cli.output import Unusable

LOOK_S: Final = 5.0
"""Seconds between two looks at the files: a swap is to count within seconds, and a look costs a system call a file."""

_log = logging.getLogger("shiftwarden")


class CurrentRouting:
    """The latest files without faults. Mutable. A change with faults is logged once, and what held before holds on.

    `fault`: the faults of the files as they are; None where they are in use.
    """

    def __init__(
        self,
        duty: Path | None,
        places: Mapping[str, tuple[str, ...]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._duty = duty
        self._places = places
        self._clock = clock
        self._looked_at = clock()
        self._signature = signature_of(duty)
        self.fault: DutyFault | None = None
        try:
            self._latest = self._read()
        except RoutingError as error:
            raise Unusable(
                f"the duty files cannot be used:\n{error}\nCorrect them; `shiftwarden rota check` checks them again."
            ) from error

    def now(self) -> Routing:
        """The routing of the files as they are, some seconds late at most."""
        return self._now().routing

    def files(self) -> RotaFiles | None:
        """The same with the texts of the files; None without a duty folder."""
        return None if self._duty is None else self._now()

    def read(self, text: str) -> Routing | None:
        """The routing of the texts of earlier files; None where this release cannot read them."""
        try:
            return Routing.read(orjson.loads(text), self._places)
        except RoutingError as error:
            _log.warning("the duty files that people were last told from cannot be read any more: %s", error)
            return None

    def route(self, question: Question) -> Route:
        """The route of a lead."""
        return self.now().route(question)

    def stand_ins(self, question: Question) -> tuple[RouteStep, ...]:
        """The people who are told in the place of those who cannot be reached."""
        return self.now().stand_ins(question)

    def channel(self, channel: str) -> Channel:
        """The channel of that id."""
        return self.now().channel(channel)

    def policy(self, severity: str | None) -> Policy:
        """The policy of a severity."""
        return self.now().policy(severity)

    def term(self, severity: str | None) -> HandlingTerm | None:
        """The term within which a lead of a severity is to be handled."""
        return self.now().term(severity)

    def force(self, rule: str) -> Force | None:
        """The force of the clause behind a rule."""
        return self.now().force(rule)

    def _now(self) -> RotaFiles:
        if self._duty is not None and self._clock() - self._looked_at >= LOOK_S:
            self._looked_at = self._clock()
            self._read_if_changed()
        return self._latest

    def _read(self) -> RotaFiles:
        texts = read_texts(self._duty)
        routing = Routing.read(texts, self._places)
        # without the folder: of the same files in another place nobody is told again
        text = orjson.dumps({Path(name).name: text for name, text in texts.items()}).decode()
        return RotaFiles(text, sha256(text.encode()).hexdigest(), routing)

    def _read_if_changed(self) -> None:
        signature = signature_of(self._duty)
        if signature == self._signature:
            return
        self._signature = signature
        try:
            self._latest = self._read()
        except RoutingError as error:
            self.fault = DutyFault(time.time_ns() // 1_000_000, str(error))
            _log.error("the duty files have changed and cannot be used; those before hold on:\n%s", error)
        else:
            self.fault = None
            _log.info("the duty files have changed and are read anew")

"""The routing of a duty folder as it is now: read anew when its files change, so that a swap needs no restart."""

import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from alerts.notify.ports import LeadQuestion
from alerts.routing import Channel, Policy, Question, Route, Routing, RoutingError
from streams.cli.duty.files import read_routing, routing_of, signature_of

LOOK_S: Final = 5.0
"""Seconds between two looks at the files: a swap is to count within seconds, and a look costs a system call a file."""

_log = logging.getLogger("shiftwarden")


class CurrentRouting:
    """Mutable: it holds the latest files without faults. A change with faults is logged once, and what held before holds on."""

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
        self._latest = routing_of(duty, places)

    def now(self) -> Routing:
        """The routing of the files as they are, some seconds late at most."""
        if self._duty is not None and self._clock() - self._looked_at >= LOOK_S:
            self._looked_at = self._clock()
            self._read_if_changed()
        return self._latest

    def route(self, question: LeadQuestion) -> Route:
        """The route of a lead."""
        asked = Question(question.rule, question.sector, question.area, question.mode, question.severity, question.at)
        return self.now().route(asked)

    def channel(self, channel: str) -> Channel:
        """The channel of that id."""
        return self.now().channel(channel)

    def policy(self, severity: str | None) -> Policy:
        """The policy of a severity."""
        return self.now().policy(severity)

    def _read_if_changed(self) -> None:
        signature = signature_of(self._duty)
        if signature == self._signature:
            return
        self._signature = signature
        try:
            self._latest = read_routing(self._duty, self._places)
        except RoutingError as error:
            _log.error("the duty files have changed and cannot be used; those before hold on:\n%s", error)
        else:
            _log.info("the duty files have changed and are read anew")

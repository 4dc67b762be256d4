"""Turns Ctrl-C and SIGTERM into one exception, so that what was started is stopped on the way out, once."""

import signal
from types import FrameType


class Stopped(BaseException):
    """SIGINT or SIGTERM arrived."""


def stop_on_signals() -> None:
    """Raise `Stopped` at the first SIGINT or SIGTERM; later ones are ignored, so that stopping is not cut short."""

    def stop(_: int, __: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)

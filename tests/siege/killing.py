"""Faults of workers at random moments: killed, both at once, stopped for a moment or for longer than their session."""

import os
import signal
import time
from collections.abc import Callable
from random import Random

from tests.servers.live import Live

_APART_S = (0.5, 4.0)
"""Between a fault's end and the next one: before, within and behind a takeover, which takes some seconds."""

_MOMENT_S = (0.2, 3.0)
"""Seconds for which a worker is stopped that keeps its session, and for which one that was killed stays dead."""

_BEYOND_S = 3.0
"""By how much a stop exceeds the session, so that the other worker has taken over."""


def kill_one(live: Live, random: Random) -> None:
    """SIGKILL of one worker, which is started again a moment later."""
    live.kill(random.randrange(len(live.local.workers)))
    time.sleep(random.uniform(*_MOMENT_S))
    live.restart_the_dead()


def kill_all(live: Live, random: Random) -> None:
    """SIGKILL of all workers, which are started again a moment later."""
    for number in range(len(live.local.workers)):
        live.kill(number)
    time.sleep(random.uniform(*_MOMENT_S))
    live.restart_the_dead()


def stop_a_moment(live: Live, random: Random) -> None:
    """SIGSTOP of one worker for less than its session."""
    _stop(live, random, random.uniform(*_MOMENT_S))


def stop_beyond_session(live: Live, random: Random) -> None:
    """SIGSTOP of one worker for longer than its session: it wakes up and owns nothing any more."""
    _stop(live, random, live.local.settings.session_timeout_s + _BEYOND_S)


def _stop(live: Live, random: Random, seconds: float) -> None:
    worker = random.choice([each for each in live.local.workers if each.exit_status is None])
    os.kill(worker.pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(worker.pid, signal.SIGCONT)


FAULTS: tuple[Callable[[Live, Random], None], ...] = (kill_one, kill_one, kill_all, stop_a_moment, stop_beyond_session)
"""All of them; one that is there twice happens twice as often."""


def some_faults(live: Live, random: Random, number: int) -> tuple[list[str], int]:
    """So many faults, one after the other; gives their names, and how often a worker ended by itself between them."""
    done, ends = [], 0
    for _ in range(number):
        time.sleep(random.uniform(*_APART_S))
        ends += len(live.restart_the_dead())
        fault = random.choice(FAULTS)
        fault(live, random)
        done.append(fault.__name__.replace("_", " "))
    return done, ends

"""The wait before a channel is tried again: twice as long each time, up to a bound, with jitter. Randomness is given."""

from collections.abc import Callable
from typing import Final

from tenacity import RetryCallState, Retrying
from tenacity.wait import wait_exponential

MOST_WAIT_S: Final = 300
"""Five minutes: an outage of a robot's service that ends is noticed within that time."""

MOST_ASKED_MS: Final = 3_600_000
"""An hour: the longest wait that a service's `Retry-After` can bring about."""

_WAIT: Final = wait_exponential(multiplier=2, max=MOST_WAIT_S)


def backed_off(failures: int, random: Callable[[], float], asked_ms: int | None) -> int:
    """Milliseconds to wait after so many failures in a row; at least what the service wants. `random` gives `[0, 1)`.

    >>> [backed_off(n, lambda: 0.0, None) for n in (1, 2, 3)], backed_off(20, lambda: 1.0, None)
    ([1000, 2000, 4000], 300000)
    """
    state = RetryCallState(Retrying(), None, (), {})
    state.attempt_number = failures
    wait = int(_WAIT(state) * 1000 * (0.5 + random() / 2))
    return max(wait, min(asked_ms or 0, MOST_ASKED_MS))

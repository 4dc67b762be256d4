"""The time from the event that completes a breach to its row in the ledger, at 5,000 events a second."""

import asyncio
from collections.abc import Iterator

from alerts.ledger import Ledger
from tests.bench.entries import raised
from tests.bench.figure import Figure
from tests.bench.installation import Installation, installation
from tests.bench.steady import Steady

WORKERS = 2
_WARM_UP_S = 90
_WINDOW_S = 60
_OFFENDERS = 1_000
_AFTER_S = 10


def lag(scale: float) -> Iterator[Figure]:
    """A minute of it, after a back-fill of three hours and a time for the workers to catch up."""
    with installation() as place, Ledger.open(place.local.settings.ledger) as ledger:
        load = Steady(scale, _WARM_UP_S, _WINDOW_S, max(20, round(_OFFENDERS * scale)))
        used = asyncio.run(_loaded(place, load))
        place.check()
        known = raised(ledger)
    lags = sorted((known[subject] - at) / 1000 for subject, at in load.sent.items() if subject in known)
    lost = len(load.sent) - len(lags)
    note = f"{len(lags):,} breaches, {lost} not in the ledger, sender at most {load.late_s:.2f} s late"
    yield Figure("lag, feed to ledger, median", lags[len(lags) // 2], "s", note=note)
    yield Figure("lag, feed to ledger, 99th percentile", lags[len(lags) * 99 // 100], "s", 2, True)
    yield Figure("processors that this load keeps busy", used, "CPUs", note="workers alone")


async def _loaded(place: Installation, load: Steady) -> float:
    """Run the load to the end of its window and somewhat longer; how many processors the workers used in the window."""
    stop = asyncio.Event()
    await load.back_fill(place.address)
    place.start_workers(WORKERS)
    sending = asyncio.create_task(load.run(place.address, stop))
    await asyncio.sleep(load.seconds_to(_WARM_UP_S))
    before = await asyncio.to_thread(place.sample)
    await asyncio.sleep(load.seconds_to(_WARM_UP_S + _WINDOW_S))
    after = await asyncio.to_thread(place.sample)
    stop.set()
    await sending
    await asyncio.sleep(_AFTER_S)
    return (after.cpu - before.cpu) / (after.at - before.at)

"""The silence of sessions that were on, by platform and legal day: it shows whose data cannot tell. No finding comes of it."""

from streams.facts.views.worker_view import WorkerView
from streams.facts.worktime.by_day import ms_by_day
from streams.facts.worktime.intervals import union, within
from streams.rules.contract import Verdict

SILENT = "rest_missed.silent"
"""The gauge of silent time, in ms: unknown silences of stated sessions; of open ones up to the next sign or the belief limit."""


def count_silence(view: WorkerView, verdict: Verdict) -> None:
    """Measure the silence of the worker's sessions on each platform, up to `now`, and again at the end of what goes on."""
    for each in view.platforms:
        silent = each.traces["session"].silent
        if silent:
            verdict.wake(*(end for _, end in silent))
            for day, ms in ms_by_day(union(within(silent, 0, verdict.now))).items():
                verdict.gauge(SILENT, str(each.platform), ms, day)

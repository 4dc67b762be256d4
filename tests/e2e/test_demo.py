"""The demonstration from its start to its end: what it finds, and that nothing of it is left running."""

import re
import signal
from pathlib import Path

import httpx

from alerts.leads import Action, Handling
from alerts.ledger import Ledger
from tests.e2e.demo import Demo, alive, children, running_demo
from tests.e2e.signing import form_of, inbox_of, personal_links, press
from tests.servers.live import wait_until
from tests.servers.prometheus import QUIET_WHEN_WELL, assert_all_queries_answer, running_prometheus

RULES = {
    "rest_missed",
    "dispatch_during_rest",
    "pay_below_minimum",
    "pace_not_eased",
    "dispatch_under_red",
    "daily_hours",
    "weekly_rest",
}
"""Rules; something is planted of each."""


def test_the_demo_answers_every_query_finds_all_that_was_planted_and_leaves_nothing_running(tmp_path: Path) -> None:
    (tmp_path / "prometheus").mkdir()
    with running_demo(tmp_path, "--seconds", "80", "--people", "300") as demo:
        wait_until(lambda: len(demo.metrics) == 2, "the demo says where its metrics are")
        with running_prometheus(demo.metrics, tmp_path / "prometheus") as prometheus:
            demo.wait_for("lead 1:")
            started = children(demo.process.pid)
            assert_a_message_is_signed_by_its_person(demo, f"sqlite:///{tmp_path / 'data' / 'ledger.db'}")
            # the last to answer are those about checkpoints, of which the first comes after a minute
            assert_all_queries_answer(prometheus, quiet=QUIET_WHEN_WELL, seconds=75)
            assert prometheus.firing() == set()
        status = demo.process.wait(120)

    planted, found, others = map(int, re.findall(r"planted (\d+), found (\d+), others (\d+)", demo.said)[-1])
    assert (status, found, others) == (0, planted, 0), demo.said
    assert planted > 30
    assert set(re.findall(r"^(\w+) +\d+ +\d+ +0$", demo.said, re.MULTILINE)) >= RULES
    assert len(started) >= 6
    assert alive(started) == set()


def assert_a_message_is_signed_by_its_person(demo: Demo, url: str) -> None:
    """A message arrives, opening its link signs nothing, its button signs, and the log has who it was."""
    inbox = inbox_of(demo.said)
    wait_until(lambda: personal_links(inbox) != [], "a message with a link arrives", seconds=60)
    person, link = personal_links(inbox)[-1]
    page = httpx.get(link, timeout=30)
    fields = form_of(page.text)
    number = int(fields["lead"][0].partition(":")[0])
    with Ledger.open(url) as ledger:
        opened = ledger.lead(number).lead

        pressed = press(link, fields)
        if (
            pressed.status_code == 409
        ):  # the lead has grown since the page was shown: it is shown again, and pressed again
            pressed = press(link, form_of(pressed.text))

        signed = ledger.lead(number)
    assert (page.status_code, opened.handling) == (200, Handling.NEW)
    assert pressed.status_code == 200, pressed.text
    assert signed.lead.handling is Handling.ACKNOWLEDGED
    assert [entry.actor for entry in signed.entries if entry.change is Action.ACKNOWLEDGE] == [person]


def test_a_demo_told_to_stop_says_what_it_found_and_leaves_nothing_running(tmp_path: Path) -> None:
    with running_demo(tmp_path, "--people", "20") as demo:
        demo.wait_for("events/s")
        started = children(demo.process.pid)

        status = demo.end(signal.SIGINT)

    assert "planted" in demo.said
    assert (status, alive(started)) == (0, set()), demo.said


def test_a_demo_told_to_stop_while_it_starts_leaves_nothing_running(tmp_path: Path) -> None:
    with running_demo(tmp_path, "--people", "20") as demo:
        demo.wait_for("Kafka is up")
        started = children(demo.process.pid)

        status = demo.end(signal.SIGINT)

    assert (status, alive(started)) == (0, set()), demo.said


def test_of_a_demo_that_is_killed_nothing_is_left_running(tmp_path: Path) -> None:
    with running_demo(tmp_path, "--people", "20") as demo:
        demo.wait_for("metrics at")
        wait_until(lambda: len(children(demo.process.pid)) >= 4, "broker, workers and city run")
        started = children(demo.process.pid)

        demo.end(signal.SIGKILL)

    wait_until(lambda: not alive(started), "all have ended")

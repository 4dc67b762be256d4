"""A process that is kept: how often it ended, how long it ran, and that a start that fails is reported and tried again later."""

from pathlib import Path

from streams.tools.local.kept_running import KeptProcess


class Process:
    """A process that runs until the test says otherwise."""

    def __init__(self) -> None:
        self.exit_status: int | None = None
        self.exit_description = "status 1"
        self.is_tidied = False

    def stop(self) -> None:
        self.is_tidied = True

    def kill(self) -> None:
        self.exit_status = -9


class Kept:
    """The process of now, its next starts' faults, and what was reported; the test moves the clock."""

    def __init__(self) -> None:
        self.process = Process()
        self.faults: list[OSError] = []
        self.said: list[str] = []
        self.now = 100.0
        log = Path("/w.log")
        self.kept = KeptProcess("w", log, lambda: self.process, self.restart, self.said.append, lambda: self.now)

    def restart(self) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.process = Process()

    def run(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += 1
            self.kept.look()


def test_each_end_is_reported_with_how_long_it_ran_and_how_often_it_has_ended() -> None:
    one = Kept()
    first = one.process
    one.run(11)
    one.process.exit_status = 1
    one.run(2)
    one.run(4)
    one.process.exit_status = 1
    one.run(1)

    assert one.said == [
        "w has ended (status 1; after 12 s, end 1) and is started again in 1 s; see /w.log",
        "w has ended (status 1; after 5 s, end 2) and is started again in 2 s; see /w.log",
    ]
    assert (one.kept.ends, first.is_tidied) == (2, True)


def test_a_start_that_fails_is_reported_and_tried_again_after_a_longer_pause() -> None:
    one = Kept()
    one.faults = [OSError("no room")]
    one.process.exit_status = 1
    ended = one.process
    one.run(2)
    between = one.process
    one.run(2)

    assert one.said[1:] == ["w does not start, the next try is in 2 s: no room"]
    assert between is ended
    assert one.process is not ended
    assert one.kept.runs_for_s == 0.0


def test_one_without_an_address_of_health_is_never_taken_for_stuck() -> None:
    one = Kept()
    one.run(1000)
    one.kept.kill_if_stuck()

    assert (one.process.exit_status, one.said) == (None, [])

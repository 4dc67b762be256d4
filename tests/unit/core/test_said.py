import pytest

from schemas.findings.finding import Arrival, Finding, Kind, Scope, SecondOpinion, Severity, Summary
from streams.core.publishing import changed_enough

ENDED = Finding(
    finding_id="f",
    rule="rest_missed",
    kind=Kind.BREACH,
    subject="w",
    scope=Scope.PLATFORM,
    platforms={"hema": 5},
    sector="delivery",
    area="360104",
    starts_at=0,
    ends_at=9,
    due_at=4,
    basis="online",
    measured=9,
    measured_low=9,
    measured_high=9,
    limit=4,
    unit="ms",
    second_opinion=None,
    severity=Severity.MINOR,
    reasons=(),
    law=(),
    evidence=(),
    summary=Summary(zh="", en=""),
)
RUNNING = ENDED.model_copy(update={"ends_at": None})
WARNING = RUNNING.model_copy(update={"kind": Kind.WARNING, "due_at": None})


def worth(before: Finding, after: Finding, *, moving: bool = False, restate: bool = False) -> bool:
    return changed_enough({before.finding_id: before}, [after], lambda _: moving, restate=restate)


def test_a_set_that_was_never_said_is_said_even_if_it_is_empty() -> None:
    assert changed_enough(None, [], lambda _: False, restate=False)
    assert not changed_enough({}, [], lambda _: False, restate=True)


def test_a_finding_that_came_or_went_is_said() -> None:
    assert changed_enough({}, [ENDED], lambda _: False, restate=False)
    assert changed_enough({"f": ENDED}, [], lambda _: False, restate=False)


@pytest.mark.parametrize(
    "change",
    [{"kind": Kind.UNDECIDABLE}, {"scope": Scope.CROSS_PLATFORM}, {"severity": Severity.GRAVE}, {"ends_at": 9}],
    ids=str,
)
def test_of_a_running_finding_its_end_kind_scope_and_severity_are_said_at_once(change: dict[str, object]) -> None:
    assert worth(RUNNING, RUNNING.model_copy(update=change))


def test_the_measure_of_a_running_finding_waits_until_it_is_said_again() -> None:
    after = RUNNING.model_copy(update={"measured": 10})

    assert not worth(RUNNING, after)
    assert worth(RUNNING, after, restate=True)


def test_a_running_finding_is_said_again_even_if_nothing_changed_and_an_ended_one_is_not() -> None:
    assert worth(RUNNING, RUNNING, restate=True)
    assert not worth(ENDED, ENDED, restate=True)


def test_anything_that_changes_in_an_ended_finding_is_said_at_once() -> None:
    assert worth(ENDED, ENDED.model_copy(update={"platforms": {"hema": 6}}))
    assert worth(ENDED, ENDED.model_copy(update={"measured_high": 10}))


def test_what_goes_on_moving_in_an_ended_finding_waits_until_it_is_said_again() -> None:
    after = ENDED.model_copy(update={"measured_high": 10, "second_opinion": SecondOpinion(measured=1, kind=None)})

    assert not worth(ENDED, after, moving=True)
    assert worth(ENDED, after, moving=True, restate=True)
    assert worth(ENDED, after.model_copy(update={"measured": 8}), moving=True)


def test_that_a_warning_has_reached_the_limit_is_said_at_once() -> None:
    assert worth(WARNING, WARNING.model_copy(update={"due_at": 4}))


@pytest.mark.parametrize("name", ["release", "law_digest"])
@pytest.mark.parametrize("moving", [False, True])
def test_another_release_or_law_alone_is_no_change(name: str, *, moving: bool) -> None:
    assert not worth(ENDED, ENDED.model_copy(update={name: "2"}), moving=moving)
    assert not worth(RUNNING, RUNNING.model_copy(update={name: "2"}), moving=moving)
    assert worth(ENDED, ENDED.model_copy(update={name: "2", "measured": 8}), moving=moving)


def test_when_evidence_arrived_is_no_change_and_another_mode_is_one() -> None:
    arrival = Arrival(first=0, last=9, longest_ms=9)

    assert not worth(ENDED, ENDED.model_copy(update={"arrival": arrival}))
    assert worth(ENDED, ENDED.model_copy(update={"mode": "observe"}))

from streams.tools.recount.compare import differences
from tests.unit.cli.days import WORKER, session
from tests.unit.recount.small import at, found

FOUND = found("13:00", *session("08:00", "12:01"))


def test_the_same_findings_do_not_differ() -> None:
    assert differences(FOUND, FOUND.copy()) == []


def test_a_changed_figure_is_named_with_both_values() -> None:
    (told,) = differences(FOUND, FOUND.assign(measured=FOUND["measured"] + 1))

    assert (told.subject, told.starts_at, told.rule, told.platform) == (WORKER, at("08:00"), "rest_missed", "hema")
    assert told.differs == ("measured",)
    assert told.recounted is not None
    assert told.other is not None
    assert (told.recounted["measured"], told.other["measured"]) == (14_460_000, 14_460_001)


def test_no_value_differs_from_a_value() -> None:
    running = FOUND.assign(ends_at=FOUND["ends_at"].where(FOUND["ends_at"] < 0))

    (told,) = differences(FOUND, running)

    assert (told.differs, told.other and told.other["ends_at"]) == (("ends_at",), None)
    assert differences(running, running.copy()) == []


def test_what_one_alone_says_is_a_difference() -> None:
    (missing,), (more,) = differences(FOUND, FOUND[:0]), differences(FOUND[:0], FOUND)

    assert (missing.other, more.recounted) == (None, None)
    assert missing.recounted == more.other

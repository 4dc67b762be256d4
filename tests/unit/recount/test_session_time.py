from tests.unit.cli.days import said, session
from tests.unit.recount.small import sessions_say


def beats(*clocks: str) -> list[dict[str, object]]:
    return [said("session.heartbeat", clock) for clock in clocks]


def test_from_online_to_offline_is_work_without_heartbeats() -> None:
    assert sessions_say("13:00", *session("08:00", "12:00")) == ["work 08:00:00-12:00:00"]


def test_without_an_offline_work_runs_along_heartbeats_at_most_180_s_apart() -> None:
    events = [said("session.online", "08:00"), *beats("08:03", "08:06:01")]

    told = sessions_say("08:07", *events)

    assert told == ["work 08:00:00-08:03:00", "unknown 08:03:00-08:06:01"]


def test_up_to_180_s_after_the_last_sign_nothing_is_said() -> None:
    event = said("session.online", "08:00")

    assert (sessions_say("08:03", event), sessions_say("08:03:01", event)) == ([], ["unknown 08:00:00-08:03:01"])


def test_silence_is_unknown_for_two_hours_at_most() -> None:
    assert sessions_say("12:00", said("session.online", "08:00")) == ["unknown 08:00:00-10:00:00"]


def test_silence_ends_at_the_first_point_of_another_session_even_after_a_minute() -> None:
    events = [said("session.online", "08:00"), *session("08:01", "09:00", session_id="s2")]

    assert sessions_say("12:00", *events) == ["unknown 08:00:00-08:01:00", "work 08:01:00-09:00:00"]


def test_a_point_on_another_platform_ends_no_silence() -> None:
    events = [said("session.online", "08:00"), *session("08:30", "09:00", session_id="s2", platform_id="suda")]

    assert sessions_say("12:00", *events)[0] == "unknown 08:00:00-10:00:00"


def test_an_off_more_than_24_h_later_is_believed_only_with_a_heartbeat_within_180_s() -> None:
    yesterday = said("session.online", "08:00", occurred_at="2022-05-31T07:59:59+08:00")
    late = [yesterday, said("session.offline", "08:00")]

    without, with_one = sessions_say("08:00", *late), sessions_say("08:00", *late, *beats("07:57"))

    assert without == ["unknown 07:59:59-09:59:59"]
    assert with_one[-1] == "work 07:59:59-08:00:00"


def test_heartbeats_while_off_are_unknown() -> None:
    events = [*session("08:00", "09:00"), *beats("10:00", "10:03")]

    assert sessions_say("12:00", *events) == ["work 08:00:00-09:00:00", "unknown 10:00:00-10:03:00"]


def test_the_earliest_heartbeat_before_all_points_is_an_on() -> None:
    events = [*beats("08:00"), said("session.offline", "09:00")]

    assert sessions_say("12:00", *events) == ["work 08:00:00-09:00:00"]


def test_an_instant_that_is_on_and_off_is_a_heartbeat_alone() -> None:
    events = [*session("08:00", "09:00"), said("session.paused", "08:30"), said("session.resumed", "08:30")]

    assert sessions_say("12:00", *events) == ["work 08:00:00-09:00:00"]

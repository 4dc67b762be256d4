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


def test_silence_ends_at_the_first_on_of_another_session_even_after_a_minute() -> None:
    events = [said("session.online", "08:00"), *session("08:01", "09:00", session_id="s2")]

    assert sessions_say("12:00", *events) == ["unknown 08:00:00-08:01:00", "work 08:01:00-09:00:00"]


def test_a_point_on_another_platform_ends_no_silence() -> None:
    events = [said("session.online", "08:00"), *session("08:30", "09:00", session_id="s2", platform_id="suda")]

    assert sessions_say("12:00", *events)[0] == "unknown 08:00:00-10:00:00"


def test_after_a_silence_of_more_than_24_h_a_session_is_open_up_to_its_off() -> None:
    yesterday = said("session.online", "08:00", occurred_at="2022-05-31T07:59:59+08:00")
    late = [yesterday, said("session.offline", "08:00")]

    without, with_one = sessions_say("08:00", *late), sessions_say("08:00", *late, *beats("07:59:58"))

    assert without == ["unknown 07:59:59-09:59:59"]
    assert with_one == ["unknown 07:59:59-07:59:58", "work 07:59:58-08:00:00"]


def test_a_silence_of_20_min_in_a_closed_session_with_heartbeats_is_unknown_and_a_shorter_one_work() -> None:
    events = [*session("08:00", "09:00"), *beats("08:00", "08:20", "08:39:59", "08:59:58")]

    assert sessions_say("12:00", *events) == [
        *("unknown 08:00:00-08:20:00", "work 08:20:00-08:39:59", "work 08:39:59-08:59:58", "work 08:59:58-09:00:00")
    ]


def test_heartbeats_while_off_are_unknown_but_for_three_minutes_after_the_off() -> None:
    late, on_and_on = beats("10:00", "10:03"), beats("09:01", "09:04", "09:07")

    told = sessions_say("12:00", *session("08:00", "09:00"), *late, *on_and_on)

    assert told == [
        *(
            "work 08:00:00-09:00:00",
            "unknown 09:03:00-09:04:00",
            "unknown 09:04:00-09:07:00",
            "unknown 10:00:00-10:03:00",
        )
    ]


def test_the_earliest_heartbeat_before_all_points_is_an_on_and_a_heartbeat() -> None:
    events = [*beats("08:00"), said("session.offline", "09:00")]

    assert sessions_say("12:00", *events) == ["unknown 08:00:00-09:00:00"]


def test_an_on_while_on_is_a_sign_before_which_a_silence_is_unknown() -> None:
    events = [*session("08:00", "11:00"), said("session.resumed", "09:00")]

    assert sessions_say("12:00", *events) == ["unknown 08:00:00-09:00:00", "work 09:00:00-11:00:00"]


def test_an_instant_that_is_on_and_off_takes_nothing_away() -> None:
    events = [*session("08:00", "09:00"), said("session.paused", "08:30"), said("session.resumed", "08:30")]

    assert sessions_say("12:00", *events) == ["work 08:00:00-08:30:00", "work 08:30:00-09:00:00"]

"""Each adapter against a service that behaves as its documents do, and then against one that does not."""

import itertools
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.channels.carrier import Carrier
from alerts.notify.channels.posting import MOST_BYTES, Poster
from alerts.notify.parcel import Parcel
from tests.servers.robots import SIGNS_WITH, Robot, robot
from tests.unit.notify.desk import channel_of

KINDS = ("wecom", "dingtalk", "feishu", "webhook")
NOW = 1_796_067_906_384


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest) -> Iterator[Robot]:
    with robot(request.param) as one:
        yield one


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text(f"{SIGNS_WITH}\n")
    return file


def parcel(text: str = "【严重】一条", key: str = "key-1", *, repeat: bool = False) -> Parcel:
    return Parcel(1, 1, 0, 1, "phone", key, "标题", text, "https://c.example/leads/1", "wang", repeat)


def send(
    service: Robot, text: str = "【严重】一条", *, secret: Path | None = None, whole_s: float = 20, now: int = NOW
) -> Answer:
    carry = Carrier(Poster(whole_s=whole_s))
    entry = channel_of("phone", service.kind, service.address, "" if secret is None else f"file:{secret}")
    return carry(entry, parcel(text), now)


def test_a_message_arrives_as_it_was_written_and_the_answer_of_the_service_is_kept(service: Robot) -> None:
    answer = send(service, "【严重】河马 · 青云谱\n第二行")

    assert answer.outcome is Outcome.SENT
    assert [one.text.replace("  \n", "\n") for one in service.taken] == ["【严重】河马 · 青云谱\n第二行"]
    assert ("ok" in answer.text) or ("success" in answer.text) or ("accepted" in answer.text)


def test_a_refusal_inside_a_success_is_none(service: Robot) -> None:
    service.next("throttle")

    answer = send(service)

    assert (answer.outcome, service.taken) == (Outcome.THROTTLED, [])
    assert answer.code in {"45009", "130101", "9499", "http 429"}
    assert answer.retry_after_ms == 1000


@pytest.mark.parametrize("kind", ["dingtalk", "feishu", "webhook"])
def test_a_message_is_signed_as_the_service_wants_and_a_wrong_signature_is_a_matter_of_the_robot(
    kind: str, secrets: Path
) -> None:
    with robot(kind, SIGNS_WITH) as service:
        right = send(service, secret=secrets, now=int(time.time() * 1000))
        secrets.write_text("another secret\n")
        wrong = send(service, secret=secrets, now=int(time.time() * 1000))

    assert (right.outcome, wrong.outcome, len(service.taken)) == (Outcome.SENT, Outcome.MISCONFIGURED, 1)


def test_a_text_that_is_too_long_is_refused_for_good() -> None:
    with robot("wecom") as service:
        answer = send(service, "长" * 1366)

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, "40058")


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        ("error", Outcome.UNKNOWN),
        ("taken_then_error", Outcome.UNKNOWN),
        ("reset", Outcome.UNKNOWN),
        ("taken_then_reset", Outcome.UNKNOWN),
        ("redirect", Outcome.MISCONFIGURED),
        ("echo", Outcome.MISCONFIGURED),
    ],
)
def test_what_may_have_arrived_is_unknown_and_what_cannot_have_is_not(
    service: Robot, behaviour: str, outcome: Outcome
) -> None:
    service.next(behaviour)

    assert send(service).outcome is outcome


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        ("busy", Outcome.UNKNOWN),
        ("no_json", Outcome.UNREADABLE),
        ("array", Outcome.UNREADABLE),
        ("unlisted", Outcome.DECLINED),
    ],
)
@pytest.mark.parametrize("kind", KINDS[:3])
def test_a_body_without_a_code_or_with_an_unlisted_one_is_no_success(
    kind: str, behaviour: str, outcome: Outcome
) -> None:
    with robot(kind) as service:
        service.next(behaviour)

        assert send(service).outcome is outcome


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_a_service_that_is_slow_is_given_up_in_time_and_may_have_delivered(service: Robot, behaviour: str) -> None:
    service.next(behaviour)

    answer = send(service, whole_s=0.5)

    assert answer.outcome is Outcome.UNKNOWN
    service.wait_taken(1)


def test_an_answer_without_end_is_read_up_to_a_bound(service: Robot) -> None:
    service.next("huge")

    answer = send(service)

    assert len(answer.text) <= MOST_BYTES


def test_a_redirect_is_followed_to_no_other_host(service: Robot) -> None:
    with robot("webhook") as other:
        service.redirects_to = other.address
        service.next("redirect")
        send(service)

    assert other.requests == 0


def test_a_service_that_is_away_has_taken_nothing() -> None:
    with robot("wecom") as service:
        address = service.address
    answer = Carrier(Poster())(channel_of("phone", "wecom", address), parcel(), NOW)

    assert answer.outcome is Outcome.UNREACHED


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1/", "no address", "http://", "http://[::1", "http://127.0.0.1:99999/"]
)
@pytest.mark.parametrize("kind", [*KINDS, "smtp", "pigeon"])
def test_an_address_that_cannot_be_used_is_an_answer(kind: str, address: str) -> None:
    assert Carrier(Poster(whole_s=2))(channel_of("phone", kind, address), parcel(), NOW).outcome is not Outcome.SENT


def test_no_secret_is_in_an_answer_a_log_or_a_repr(
    service: Robot, secrets: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    key = service.address.rpartition("/" if service.kind == "feishu" else "=")[2]
    service.next("echo")

    answer = send(service, secret=secrets)

    shown = f"{answer} {caplog.text}"
    assert SIGNS_WITH not in shown
    assert service.kind == "webhook" or key not in shown


def test_a_secret_that_is_missing_names_its_place_and_sends_nothing(service: Robot, tmp_path: Path) -> None:
    answer = send(service, secret=tmp_path / "none")

    assert (answer.outcome, service.requests) == (Outcome.MISCONFIGURED, 0)
    assert str(tmp_path / "none") in answer.text


def test_a_gateway_that_keeps_keys_delivers_once() -> None:
    with robot("webhook") as service:
        service.next("taken_then_reset")

        outcomes = [send(service).outcome, send(service).outcome]

    assert (outcomes, len(service.taken)) == ([Outcome.UNKNOWN, Outcome.SENT], 1)


def test_many_threads_share_one_poster() -> None:
    with robot("webhook") as service:
        carry = Carrier(Poster())
        entry, number = channel_of("phone", "webhook", service.address), itertools.count()
        threads = [
            threading.Thread(target=lambda: carry(entry, parcel(key=f"key {next(number)}"), NOW)) for _ in range(8)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join(30)

    assert len(service.taken) == 8

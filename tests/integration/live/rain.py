"""A gale over one district while riders take as many orders as before, and couriers half of them; all of it settled."""

from collections.abc import Iterator

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import rfc3339
from tests.integration.live.events import SETTLED, now
from tests.oracle.scripts import Event

MINUTE = 60_000
AREA = "360104"
SECTORS = {"hema": "delivery", "kuaisong": "courier"}
WORKERS = 8

_MESSAGE = """<alert><identifier>{identifier}</identifier><sender>office</sender>
<sendTime>{sent}</sendTime><status>Actual</status>
<msgType>{kind}</msgType><references>{references}</references><info><event>大风</event><severity>{level}</severity>
<expires>{until}</expires><area><areaDesc>青云谱区</areaDesc><geocode>360104000000</geocode></area></info></alert>"""


def gale(seed: int, days_ago: int = 0) -> tuple[list[Event], list[bytes]]:
    """Eight hours of work that end when all is settled, so many days ago, and the messages about the five in the middle.

    Orders go on as before on one platform and are half as many on the other; what is promised stays the same. The last hour
    and a half of the gale is red.
    """
    start = (now() - SETTLED - 9 * HOUR) // HOUR * HOUR - days_ago * 24 * HOUR
    events = [
        event
        for platform in SECTORS
        for number in range(WORKERS)
        for event in _day(
            platform, f"{seed:08d}{number:08d}{platform.encode().hex():0<48}"[:64], start + number * MINUTE, start
        )
    ]
    return events, list(_messages(seed, start + 3 * HOUR))


def _day(platform: str, worker: str, start: int, gale_from: int) -> Iterator[Event]:
    end = start + 8 * HOUR
    common = {"platform_id": platform, "worker_id": worker, "sector": SECTORS[platform], "area": AREA}

    def said(kind: str, at: int, **own: str | int) -> Event:
        return common | {"event_id": f"{worker[:16]}-{kind}-{at}", "kind": kind, "occurred_at": rfc3339(at)} | own

    yield said("session.online", start, session_id=worker[:16])
    yield from (said("session.heartbeat", at, session_id=worker[:16]) for at in range(start, end, 2 * MINUTE))
    yield said("session.offline", end, session_id=worker[:16])
    for at in range(start + 5 * MINUTE, end, 12 * MINUTE):
        eased = platform == "kuaisong" and at - gale_from > 3 * HOUR and (at // (12 * MINUTE)) % 2
        if not eased:
            order = f"{worker[:16]}-{at}"
            promise: dict[str, str | int] = {"promised_at": rfc3339(at + 30 * MINUTE), "distance_m": 3000}
            yield said("order.accepted", at, order_id=order, assigned="pushed", **promise)
            yield said("order.completed", at + 9 * MINUTE, order_id=order)


def _messages(seed: int, start: int) -> Iterator[bytes]:
    until = rfc3339(start + 4 * HOUR)
    first, second, third = (f"gale-{seed}-{start}-{number}" for number in range(3))
    yield _message(first, "Alert", start, "", "Orange", until)
    yield _message(second, "Update", start + 2 * HOUR + 7 * MINUTE, first, "Red", until)
    yield _message(third, "Cancel", start + 3 * HOUR + 30 * MINUTE, second, "Red", until)


def _message(identifier: str, kind: str, sent: int, references: str, level: str, until: str) -> bytes:
    text = _MESSAGE.format(
        identifier=identifier, kind=kind, sent=rfc3339(sent), references=references, level=level, until=until
    )
    return text.encode()

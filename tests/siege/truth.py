"""The findings that must stand after all that was sent to an installation, by replay, without what was refused there."""

import json
import time
from collections import Counter
from collections.abc import Iterator

from alerts.leads.finding import LeadFinding
from alerts.ledger import Ledger
from schemas.feed.codec import FeedReader
from schemas.refusal import Refusal
from schemas.topics import refused
from streams.law.files import packaged_law
from streams.tools.replay.refused import RefusedLive
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.integration.embedded.records import read_all
from tests.servers.live import Live


def standing(live: Live) -> Counter[str]:
    """The findings of the standing leads, comparable."""
    with Ledger.open(live.local.settings.ledger) as ledger:
        return Counter(_comparable(lead.finding.text) for lead in ledger.leads())


def replayed(live: Live) -> Counter[str]:
    """The findings of a replay of all that was sent, comparable."""
    law, now = packaged_law(live.local.settings.law), time.time_ns() // 1_000_000
    reader, left_out = FeedReader(law.places.known), RefusedLive(FeedReader(law.places.known))
    for refusal in refusals(live):
        left_out.add(refusal)
    replay = Replay(law, ReplayRequest(now=now))
    replay.note_over_budget(left_out.over_budget())
    for platform, value in live.sent:
        reading = reader.read(value, platform_id=platform, arrival=now, offset=0)
        replay.fold(left_out.without(reading))
    found = (LeadFinding.of(each).text for each in replay.result().findings() if each.rule != "rest_due")
    return Counter(map(_comparable, found))


def refusals(live: Live) -> Iterator[Refusal]:
    """All refusals that the platforms have received."""
    for platform in packaged_law(live.local.settings.law).platforms:
        yield from map(Refusal.model_validate_json, read_all(live.address, refused(platform)))


def _comparable(text: str) -> str:
    """A finding without its arrival, which no replay knows, and with the number of the lines of its evidence in their place.

    Live, only the first of them are listed.
    """
    plain = json.loads(text)
    plain.pop("arrival", None)
    rest = plain.pop("evidence_rest", None)
    lines = sum(len(each["spans"]) or 1 for each in plain.pop("evidence"))
    return json.dumps(plain | {"lines": lines + (rest["lines"] if rest else 0)}, sort_keys=True, ensure_ascii=False)

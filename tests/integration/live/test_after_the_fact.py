"""A platform says hours later that there was a break after all: the lead is withdrawn, and stays in sight as such."""

from typing import Any

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from schemas.instants import rfc3339
from tests.integration.cli.calls import call, objects
from tests.integration.live.events import SETTLED, arrays, now
from tests.servers.live import Live, wait_until

WORKER = "7" * 63 + "a"


def said(kind: str, at: int) -> dict[str, Any]:
    return {
        "event_id": f"{kind}-{at}",
        "kind": f"session.{kind}",
        "platform_id": "hema",
        "worker_id": WORKER,
        "sector": "delivery",
        "area": "360104",
        "occurred_at": rfc3339(at),
        "session_id": "s-late",
    }


def test_a_lead_withdrawn_by_a_later_break_stays_listed_with_its_cause_and_is_counted(live: Live) -> None:
    end, ledger = now() - SETTLED, ["--ledger", live.local.settings.ledger]
    live.send(arrays([said("online", end - 5 * HOUR), said("offline", end)]))
    wait_until(lambda: any(WORKER in text for text in live.standing()), "a lead about the shift")

    live.send(arrays([said("paused", end - 3 * HOUR), said("resumed", end - 3 * HOUR + 30 * MINUTE)]))

    wait_until(lambda: not any(WORKER in text for text in live.standing()), "the lead is withdrawn")
    (lead,) = objects(call("leads", "list", "--late", "--worker", WORKER, "--format", "json", *ledger).stdout)
    assert (lead["standing"], lead["corrected_at"] is None) == ("withdrawn", False)
    assert "事后撤销 after the fact" in call("leads", "list", "--worker", WORKER, *ledger).stdout
    (shown,) = objects(call("leads", "show", str(lead["lead"]), "--format", "json", *ledger).stdout)
    cause = shown["history"][-1]["cause"]
    assert cause["late_ms"] > 6 * HOUR
    assert [one["late_ms"] > 6 * HOUR for one in cause["evidence"]["different"]["named"]] == [True]
    assert shown["finding"]["arrival"]["late"][0]["id"] == "s-late"
    assert "事后 after the fact: it arrived" in call("leads", "show", str(lead["lead"]), *ledger).stdout
    wait_until(lambda: live.metric("shiftwarden_corrections_total", platform="hema", met="yes") == 1, "it is counted")
    live.settle()

"""The life of a message where shifts change every hour: what nobody signs goes from hand to hand, whatever fails or is killed.

Held beside all that `Life` holds: nobody is handed what they were told since it was last news. Held at the end: whoever is on
duty knows every lead that stands and that nobody has signed; somebody does where the service refused a message about it.
"""

from typing import Final

from hypothesis import HealthCheck, settings

from alerts.notify.channels.answer import Answer, Outcome
from alerts.notify.parcel import Parcel
from schemas.findings.finding import Severity
from tests.integration.notify.bureau import ms
from tests.integration.notify.rota.test_handed_over import Folder, read_duty
from tests.property.notify.test_life import Life, _numbers
from tests.unit.notify.desk import MINUTE

PEOPLE: Final = ("wang", "li", "chen")


def hourly() -> str:
    """A duty file in which the three take turns by the hour."""
    people = [f"  {name}: {{zh: {name}, en: {name}, department: d, channels: [{name}]}}" for name in (*PEOPLE, "head")]
    channels = [f'  {name}: {{kind: webhook, address: "https://gateway.example/"}}' for name in (*PEOPLE, "head")]
    shifts = [
        f"  h{hour}: {{department: d, from: 2026-11-29, order: [{PEOPLE[hour % 3]}], "
        f'change_at: "{hour:02}:00", ends_at: "{(hour + 1) % 24:02}:00"}}'
        for hour in range(24)
    ]
    return "\n".join(
        [
            "desk: {fallback: [head], analysts: [head]}",
            "departments: {d: {zh: 处, en: Office, body: rs, heads: [head]}}",
            "people:",
            *people,
            "channels:",
            *channels,
            "shifts:",
            *shifts,
        ]
    )


HOURLY: Final = hourly()
ROUTING: Final = read_duty(HOURLY)


class HandedOver(Life):
    """`Life` with a rota. `asks`: by lead, when it was news."""

    def __init__(self) -> None:
        super().__init__()
        self.bureau.desk, self.bureau.rota = ROUTING, Folder(HOURLY, ROUTING)
        self.asks: dict[int, list[int]] = {}

    def __call__(self, channel: object, parcel: Parcel, now: int) -> Answer:
        """The service, which takes notices about shifts: they are of no lead, and no silence is meant for them."""
        if "【值班" in parcel.text:
            return Answer(Outcome.SENT, "0", "ok")
        return super().__call__(channel, parcel, now)

    def holds(self, subject: str, severity: Severity) -> None:
        before = self.truth.get(subject)
        stood, was = (False, None) if before is None else (before.stands, before.severity)
        super().holds(subject, severity)
        truth = self.truth[subject]
        levels = list(Severity)
        if was is None or not stood or levels.index(severity) > levels.index(was):
            self.asks.setdefault(truth.number, []).append(self.bureau.now)

    def _all_was_told(self) -> None:
        self.bureau.now = max(self.bureau.now, ms("2026-12-01T10:05"))
        for _ in range(3):
            self.bureau.notifier().plan()
            self._deliver()
            self.bureau.passes(MINUTE)
        (on_duty,) = ROUTING.on_duty("d", self.bureau.now)
        for truth in self.truth.values():
            unsigned = truth.stands and self.ledger.lead(truth.number).lead.handling == "new"
            if unsigned and truth.asked_at is not None:
                readers = (*PEOPLE, "head") if truth.number in self.refused else (on_duty.id,)
                told = (at for one in readers for at, _ in self._told_to(one, truth.number))
                assert any(at >= truth.asked_at for at in told), f"{on_duty.id} does not know #{truth.number}"
            for person in PEOPLE:
                self._nobody_is_handed_what_they_know(person, truth.number)

    def _told_to(self, person: str, lead: int) -> list[tuple[int, Parcel]]:
        return [
            (at, one)
            for at, one in zip(self.at, self.taken, strict=True)
            if one.person == person and lead in _numbers(one) and "撤回】" not in one.text
        ]

    def _nobody_is_handed_what_they_know(self, person: str, lead: int) -> None:
        told = self._told_to(person, lead)
        for index, (at, one) in enumerate(told):
            if "【接班】" not in one.text or one.repeat:
                continue
            since = max((ask for ask in self.asks[lead] if ask <= at), default=0)
            known = [before for before, _ in told[:index] if since <= before < at]
            assert known == [], f"{person} was handed #{lead} at {at}, told of it at {known}"


TestHandedOver = HandedOver.TestCase
TestHandedOver.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

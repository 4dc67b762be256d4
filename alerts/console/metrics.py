"""The metrics of the console: a closed list, on a registry of their own. No label names a person, a lead or an address."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Histogram


@dataclass(frozen=True)
class ConsoleMetrics:
    """The metrics of one console."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    answers: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    sign_ins: Counter = field(init=False)
    steps: Counter = field(init=False)

    def __post_init__(self) -> None:
        def give(name: str, metric: object) -> None:
            object.__setattr__(self, name, metric)

        registry = self.registry
        named = "shiftwarden_console_"
        give("answers", Counter(f"{named}answers", "Answers by status.", ["status"], registry=registry))
        give("seconds", Histogram(f"{named}answer_seconds", "Time of an answer in s.", registry=registry))
        give("sign_ins", Counter(f"{named}sign_ins", "Sign-ins by outcome.", ["outcome"], registry=registry))
        give(
            "steps",
            Counter(f"{named}steps", "Steps of people by action and way.", ["action", "way"], registry=registry),
        )

from prometheus_client import CollectorRegistry, generate_latest

from alerts.routing.local_time import read_instant
from streams.duty_metrics import DUTY_LABELS, GAP_SECONDS, ON_DUTY, DutyCollector
from streams.metrics import LABELS
from tests.unit.alerts.routing.duties import routing, shift, shifts


def test_cover_is_worked_out_at_each_reading_by_the_files_and_the_instant_of_then() -> None:
    duties = [routing(shifts(shift("s", to="2026-03-04")))]
    now = [read_instant("2026-03-02T08:30")]
    registry = CollectorRegistry()
    registry.register(DutyCollector(lambda: duties[-1], lambda: now[-1]))

    def read() -> tuple[float | None, float | None]:
        labels = {"department": "d"}
        return registry.get_sample_value(ON_DUTY, labels), registry.get_sample_value(GAP_SECONDS, labels)

    covered = read()
    now.append(read_instant("2026-03-05T08:30"))
    uncovered = read()
    duties.append(routing(shifts(shift("s"))))

    assert (covered, uncovered, read()) == ((1.0, 4 * 86_400.0), (0.0, 7 * 86_400.0), (1.0, 0.0))


def test_names_say_whose_they_are_and_have_a_meaning() -> None:
    registry = CollectorRegistry()
    registry.register(DutyCollector(lambda: routing(shifts(shift("s"))), lambda: 0))

    helps = [line for line in generate_latest(registry).decode().splitlines() if line.startswith("# HELP")]

    assert [line.split()[2] for line in helps] == [ON_DUTY, GAP_SECONDS]
    assert all(line.split()[2].startswith("shiftwarden_") and line.endswith(".") for line in helps)
    assert not set(DUTY_LABELS) & set(LABELS)

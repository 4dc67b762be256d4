"""Several writers at once: one chain, no lead lost or doubled, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from alerts.leads import Action
from alerts.ledger import LeadFilter, Ledger
from tests.unit.alerts.builders import LATE, found, standing

BATCHES = 12
EACH = 10


def worker(writer: int, number: int) -> str:
    return f"{writer * 1000 + number:064x}"


def write(url: str, writer: int) -> None:
    with Ledger.open(url) as ledger:
        for batch in range(BATCHES):
            names = [worker(writer, batch * EACH + number) for number in range(EACH)]
            ledger.apply([standing(1, found(1, subject=name), subject=name) for name in names], LATE + batch)
            ledger.apply([standing(2, found(1, 6, subject=name), subject=name) for name in names], LATE + batch)


def test_two_writers_make_one_chain_without_gap(url: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda writer: write(url, writer), (1, 2)))

    with Ledger.open(url) as ledger:
        leads = ledger.leads()
        assert [lead.number for lead in leads] == list(range(2 * BATCHES * EACH, 0, -1))
        assert len({lead.finding.subject for lead in leads}) == len(leads)
        assert (ledger.head().sequence, ledger.verify()) == (4 * BATCHES * EACH, [])


def test_two_writers_that_say_the_same_raise_each_lead_once(url: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: write(url, 1), range(2)))

    with Ledger.open(url) as ledger:
        assert (len(ledger.leads()), ledger.head().sequence, ledger.verify()) == (120, 240, [])


def test_people_act_and_readers_read_while_sets_are_applied(url: str) -> None:
    with Ledger.open(url) as ledger:
        ledger.apply([standing(1, found(1))], LATE)

        with ThreadPoolExecutor(2) as threads:
            writing = threads.submit(write, url, 1)
            for _ in range(10):
                ledger.act(1, Action.ASSIGN, "li", None, LATE)
                assert ledger.verify() == []
            writing.result()

        assert len(ledger.lead(1).entries) == 11
        assert ledger.verify() == []
        assert len(ledger.leads(LeadFilter(subject=worker(1, 0)))) == 1

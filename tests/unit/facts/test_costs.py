"""The cost of one more where there are many already, counted: comparisons of instants, and bytes that are packed anew."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, ClassVar, cast

import pytest

from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step
from streams.facts import packing, waiting
from streams.facts.orders.cut import cut_order
from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.parts import OrderPart, parts_of
from streams.facts.pay import days as pay
from streams.facts.sessions.cut import cut_session
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.sessions.session import OFF, ON, Session
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import STANDARD
from streams.facts.views.places_worked import places_worked
from streams.facts.views.platform_traces import IdTrace, PlatformTraces
from streams.facts.views.worker_view import ONLINE, ORDER, View, ViewContext
from streams.facts.worker import WorkerFacts
from streams.facts.worktime.coverage import Reason, Trace
from streams.facts.worktime.intervals import Interval
from streams.facts.worktime.place import PlacesByTime
from tests.bench.growth_of.kinds import one_checksum

MINUTE = 60_000
LONG = 10_000 * 60 * MINUTE


class Instant(int):
    """An instant that counts how often any is compared."""

    compared: ClassVar[int] = 0

    def __lt__(self, other: int) -> bool:
        Instant.compared += 1
        return int(self) < int(other)

    def __gt__(self, other: int) -> bool:
        Instant.compared += 1
        return int(self) > int(other)

    def __le__(self, other: int) -> bool:
        Instant.compared += 1
        return int(self) <= int(other)

    def __ge__(self, other: int) -> bool:
        Instant.compared += 1
        return int(self) >= int(other)

    def __eq__(self, other: object) -> bool:
        Instant.compared += 1
        return isinstance(other, int) and int(self) == int(other)

    __hash__ = int.__hash__


def compared(work: Callable[[], object]) -> int:
    before = Instant.compared
    work()
    return Instant.compared - before


def accepted(at: int, on_at: int | None = None) -> Acceptance:
    return Acceptance(at, "e", "pushed", "360104", "delivery", at if on_at is None else on_at)


def instants(number: int, every: int = 10 * MINUTE) -> list[int]:
    return [Instant(MINUTE * 1000 + every * i) for i in range(number)]


def never_ended(number: int) -> Order:
    return Order(acceptances=tuple(accepted(at) for at in instants(number)))


def ended(number: int) -> Order:
    found = instants(number)
    return Order(acceptances=tuple(map(accepted, found)), ends=tuple(Instant(at + MINUTE) for at in found))


def booked(number: int) -> Order:
    found = instants(number)
    bookings = tuple(accepted(at, Instant(at + 60 * MINUTE)) for at in found)
    return Order(acceptances=bookings, ends=tuple(Instant(at + 2 * MINUTE) for at in found[::12]))


@pytest.mark.parametrize("order", [never_ended, ended, booked])
def test_reading_and_cutting_an_order_compares_a_few_times_a_statement(order: Callable[[int], Order]) -> None:
    small, large = order(500), order(4000)
    for work in (
        lambda of: [part.work(LONG, SessionTime((), Trace())) for part in parts_of(of, STANDARD)],
        lambda of: cut_order(of, of.acceptances[-1].at - MINUTE, STANDARD, SessionTime((), Trace())),
    ):
        counts = [compared(lambda of=of, work=work: work(of)) for of in (small, large)]  # type: ignore[misc]  # bound now

        # eight times as many, and the logarithm's share more
        assert counts[1] <= 12 * counts[0]


def both_sorts(number: int) -> Session:
    return Session(points=[(at, sort, "a", "s") for at in instants(number) for sort in (OFF, ON)])


def on_and_beating(number: int) -> Session:
    found = instants(number)
    runs: list[int] = [end for at in found for end in (Instant(at + MINUTE), Instant(at + 2 * MINUTE))]
    return Session([(at, ON, "a", "s") for at in found], runs, (runs[0], "a", "s"))


def off_and_beating(number: int) -> Session:
    found = on_and_beating(number)
    return Session([(at, i % 2, a, s) for i, (at, _, a, s) in enumerate(found.points)], found.runs, found.first)


@pytest.mark.parametrize("session", [both_sorts, on_and_beating, off_and_beating])
def test_reading_and_cutting_a_session_compares_a_few_times_a_sign(session: Callable[[int], Session]) -> None:
    small, large = session(500), session(4000)
    watch = ReadContext(LONG, STANDARD, lambda _: None)
    for work in (
        lambda of: trace_session(of, watch, Trace()),
        lambda of: cut_session(of, of.last_instant() - 1, STANDARD, lambda _: None),
    ):
        counts = [compared(lambda of=of, work=work: work(of)) for of in (small, large)]  # type: ignore[misc]  # bound now

        assert counts[1] <= 12 * counts[0]


def view_of(number: int) -> View:
    """Many short pieces of work, and as many of unknown time, each of which lies over many of the others."""
    trace = Trace()
    for at in instants(number):
        trace.work.append((at, Instant(at + MINUTE)))
        trace.unknown.append((Instant(at + MINUTE), Instant(at + 3000 * MINUTE), Reason.OPEN_ORDER))
    context = ViewContext(LONG, STANDARD, lambda *_: 20 * MINUTE)
    return View("hema", context, PlacesByTime(()), {"session": Trace(), "order": trace}, ())


def test_telling_why_time_is_unknown_looks_at_each_piece_a_few_times() -> None:
    small, large = view_of(500), view_of(4000)

    counts = [compared(lambda of=of: of.reasons(ONLINE, 0, LONG)) for of in (small, large)]  # type: ignore[misc]  # bound now

    assert counts[1] <= 12 * counts[0]


def row_at(kind: str, at: int) -> AnyRow:
    where = ("w", at, "360104", "delivery", 0, 0, None)
    if kind == "accepted":
        return AcceptanceRow(*where, "o", f"e{at}", at, "pushed", None, None)
    if kind in {"ended", "promised"}:
        return OrderRow(*where, "o", Step.ENDED if kind == "ended" else Step.PROMISED, None if kind == "ended" else at)
    return SessionRow(*where, "s", Sort.PULSE if kind == "beat" else Sort.ON)


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of each shelf that is packed anew."""
    sizes: list[int] = []
    pack = packing._pack

    def counted(shelf: Any) -> bytes:
        value = pack(shelf)
        sizes.append(len(value))
        return value

    monkeypatch.setattr(packing, "_pack", counted)
    return sizes


def moments(order: str, every: int) -> list[int]:
    found = [int(at) for at in instants(4000, every)]
    if order == "shuffled":
        Random(1).shuffle(found)
    return found


def fold(facts: WorkerFacts, kind: str, found: Iterable[int]) -> None:
    for at in found:
        facts.fold("hema", row_at(kind, at), STANDARD)


@pytest.mark.parametrize("order", ["by time", "shuffled"])
@pytest.mark.parametrize("kind", ["accepted", "ended", "promised"])
def test_one_more_statement_of_a_large_order_packs_nothing_anew(kind: str, order: str, packed: list[int]) -> None:
    facts, found = WorkerFacts(), moments(order, MINUTE)
    fold(facts, kind, found[:1000])
    packed.clear()

    fold(facts, kind, found[1000:])

    assert facts.statements_of("hema") == 4000 * (2 if kind == "promised" else 1)
    assert packed == []


@pytest.mark.parametrize("order", ["by time", "shuffled"])
@pytest.mark.parametrize("kind", ["online", "beat"])
def test_one_more_sign_of_a_session_is_compared_with_as_few_as_where_there_are_few(kind: str, order: str) -> None:
    facts, found = WorkerFacts(), [Instant(at) for at in moments(order, 10 * MINUTE)]
    fold(facts, kind, found[:500])
    few = compared(lambda: fold(facts, kind, found[500:600]))
    fold(facts, kind, found[600:3900])

    many = compared(lambda: fold(facts, kind, found[3900:]))

    assert facts.statements_of("hema") == 4000
    assert many <= 2 * few


def test_a_row_that_waits_is_compared_with_few_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_pack", lambda _: b"")
    rows = [row_at("online", Instant(at)) for at in moments("shuffled", 1)]
    ahead = waiting.WaitingRows([])

    def add(some: Iterable[AnyRow]) -> None:
        for each in some:
            ahead.add("hema", each)

    add(rows[:500])
    few = compared(lambda: add(rows[500:600]))
    add(rows[600:3900])
    many = compared(lambda: add(rows[3900:]))
    again = compared(lambda: add(rows[:100]))

    assert (many <= 2 * few, again <= 2 * few, ahead.statements("hema")) == (True, True, 4000)
    assert compared(lambda: list(ahead.pop_due(MINUTE * 1000 + 99))) < 4000


def test_ids_of_one_checksum_are_packed_no_more_often_than_others(packed: list[int]) -> None:
    facts = WorkerFacts()
    for number, name in enumerate(one_checksum()[:2000]):
        said = AcceptanceRow("w", number, "360104", "delivery", 0, 0, None, name, "e", number, "pushed", None, None)
        facts.fold("hema", said, STANDARD)

    # of some 170 bytes each: a block of 32, some dozen times while it fills and as often as the blocks are widened
    assert max(packed) < 32 * 200
    assert facts.statements_of("hema") == 2000


def test_the_work_on_an_order_is_added_up_once_for_all_its_pay_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, ended_of = [], OrderPart.ended

    def counted(part: OrderPart, sessions: SessionTime) -> list[Interval]:
        calls.append(part)
        return ended_of(part, sessions)

    monkeypatch.setattr(OrderPart, "ended", counted)
    facts = WorkerFacts()
    fold(facts, "accepted", [MINUTE])
    fold(facts, "ended", [2 * MINUTE])
    for number in range(50):
        stated = PayRow(
            "w", 3 * MINUTE, "", "", 0, 0, None, f"p{number}", 1, 0, "e", "pay.accrued", "order_fee", 9, "o"
        )
        facts.fold("hema", stated, STANDARD)

    entries = pay.EntryDays(
        PlatformTraces("hema", facts.platforms["hema"], LONG, STANDARD), lambda _: 0, lambda _: 0
    ).all()
    (day,) = pay.pay_by_day(entries).values()

    assert (len(calls), len(day)) == (1, 50)


class Claimed:
    """The traces of a platform, all of them of orders, each with work over the next ten, and its acceptance."""

    def __init__(self, number: int) -> None:
        self.orders = {f"o{i}": Order((accepted(at),)) for i, at in enumerate(instants(number))}
        self._works = [Trace([(at, Instant(at + 100 * MINUTE))]) for at in instants(number)]

    def touching(self, _: object) -> Iterator[IdTrace]:
        for (name, order), trace in zip(self.orders.items(), self._works, strict=True):
            yield IdTrace("hema", "order", name, trace, trace.work[0], ((parts_of(order, STANDARD)[0], trace),))


def test_a_day_is_cut_into_the_places_worked_by_looking_at_each_order_a_few_times() -> None:
    counts = []
    for number in (100, 800):
        context, traces = ViewContext(LONG, STANDARD, lambda *_: 0), {"session": Trace(), "order": Trace()}
        view = View("hema", context, PlacesByTime(()), traces, (cast("PlatformTraces", Claimed(number)),))
        counts.append(compared(lambda view=view: places_worked(view, ORDER, (0, LONG))))  # type: ignore[misc]  # bound now

    assert counts[1] <= 12 * counts[0]

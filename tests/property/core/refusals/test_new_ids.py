"""New ids of a day are counted on through any cut: a takeover refuses those that would have been refused without it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas.work import Group
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import OverBudget
from streams.law.files import packaged_law
from streams.law.registers.budget import USUAL
from tests.oracle.law import MINUTE
from tests.stored import apply
from tests.unit.core.days import at, group, row

BUDGETS = {platform: replace(USUAL, new_workers=3) for platform in ("hema", "tuche")}
LAW = packaged_law()

Sent = tuple[str, int]
"""A platform, and the number of a worker of whom it sends something."""

SENT = st.lists(st.tuples(st.sampled_from(sorted(BUDGETS)), st.integers(0, 11)), max_size=40)


def judge() -> Judge:
    return Judge(LAW, budgets=BUDGETS)


def groups(sent: list[Sent]) -> list[Group]:
    """A minute after another, from 08:00 on."""
    return [
        group([row(f"08:{minute:02d} online", f"{number:064x}")], platform)
        for minute, (platform, number) in enumerate(sent)
    ]


def refused(by: Judge, those: list[Group], first: int = 0, day: int = 0) -> list[tuple[int, str]]:
    """The places of the groups that are refused, with the budget."""
    found = []
    for place, each in enumerate(those, first):
        now = at("08:00") + (place + 1) * MINUTE + day * 24 * 60 * MINUTE
        found += [(place, one.budget) for one in by.fold(each, now) if isinstance(one, OverBudget)]
    return found


@given(SENT, st.data())
def test_a_takeover_refuses_the_new_ids_that_are_refused_without_it(sent: list[Sent], data: st.DataObject) -> None:
    said = groups(sent)
    read = data.draw(st.integers(0, len(said)), "records read before the end")
    written = data.draw(st.integers(0, read), "of these, records that the last checkpoint holds")
    before = data.draw(st.integers(0, written), "of these, records that the checkpoint before holds")
    kept: dict[bytes, bytes] = {}
    first, heir, whole = judge(), judge(), judge()

    of_first = refused(first, said[:before])
    apply(kept, first.roster.dump(1))
    of_first += refused(first, said[before:written], before)
    apply(kept, first.roster.dump(1))
    refused(first, said[written:read], written)
    heir.load(kept, at("08:00") + written * MINUTE)

    assert of_first + refused(heir, said[written:], written) == refused(whole, said)


@given(SENT)
def test_what_was_counted_on_one_day_is_not_counted_on_the_next(sent: list[Sent]) -> None:
    kept: dict[bytes, bytes] = {}
    first, heir = judge(), judge()
    refused(first, groups(sent))
    apply(kept, first.roster.dump(1))

    heir.load(kept, at("24:00"))
    fresh = groups([("hema", number) for number in range(100, 105)])

    assert refused(heir, fresh, day=1) == [(3, "new_workers"), (4, "new_workers")]

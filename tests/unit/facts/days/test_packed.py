"""Days whose events were cut come out as they were packed."""

from hypothesis import given
from hypothesis import strategies as st

from streams.facts.days.entries import pack_entries, unpack_entries, with_names
from streams.facts.days.kept import NOTHING_KEPT
from streams.facts.days.numbers import numbers, write
from streams.facts.days.orders import KeptOrder, digest_of, in_place_of, pack_orders, unpack_orders
from streams.facts.pay_entry import PayEntry, PayVariant

ANY = st.integers(-(2**60), 2**60)
DAYS = st.lists(
    st.tuples(st.integers(0, 30_000), st.integers(0, 86_400_000)), min_size=1, max_size=3, unique_by=lambda d: d[0]
)
ORDERS = st.builds(
    KeptOrder,
    st.binary(min_size=8, max_size=8),
    st.integers(0, 2_000_000_000_000),
    DAYS.map(lambda d: tuple(sorted(d))),
)
NAMES = st.text("ab-", min_size=1, max_size=3)
VARIANTS = st.builds(
    PayVariant,
    st.integers(0, 1_000_000_000),
    st.sampled_from(("piece", "tip", "other", "lateness")),
    ANY,
    st.one_of(st.just(""), NAMES),
    st.just(19_000),
    st.integers(19_000, 19_030),
)


def entry(variants: list[PayVariant], *, deducted: bool = False) -> PayEntry:
    ordered = sorted(variants)
    own = ordered[-1]
    return PayEntry(
        1_654_000_000_123, 7, "", deducted, own.category, own.amount_fen, own.stated_after, own.order, tuple(ordered[:-1]),
        first=own.first, last=own.last,
    )  # fmt: skip


@given(st.lists(ANY))
def test_numbers_of_either_sign(given_: list[int]) -> None:
    out = bytearray()
    write(out, *given_)

    assert list(numbers(bytes(out))) == given_


@given(st.lists(ORDERS, max_size=5))
def test_orders(orders: list[KeptOrder]) -> None:
    assert sorted(unpack_orders(pack_orders(orders))) == sorted(orders)
    assert pack_orders(orders) == pack_orders(reversed(orders))


@given(st.dictionaries(NAMES, st.lists(VARIANTS, min_size=1, max_size=3, unique=True).map(entry), max_size=4))
def test_pay_entries_by_the_digest_of_their_key_and_of_their_order(entries: dict[str, PayEntry]) -> None:
    orders = sorted({digest_of(name) for each in entries.values() for name in each.orders() if name < "b"})

    found = unpack_entries(pack_entries(entries, orders), orders)

    assert found.keys() == {in_place_of(digest_of(key)) for key in entries}
    for key, each in entries.items():
        kept = found[in_place_of(digest_of(key))]
        stated = [
            (v.amount_fen, v.category, v.stated_after, v.order and digest_of(v.order), v.days) for v in each.variants
        ]
        assert sorted(stated) == sorted(
            (v.amount_fen, v.category, v.stated_after, v.order and digest_of(v.order), v.days) for v in kept.variants
        )
        assert (kept.stated, kept.deducted) == (each.stated, each.deducted)


def test_an_entry_that_is_taken_out_has_the_id_of_the_order_that_names_it_again() -> None:
    stated = entry([PayVariant(500, "piece", 0, "o1"), PayVariant(700, "piece", 0, "o2")])
    kept = NOTHING_KEPT.with_paid("hema", [], [], {"e1": stated, "e2": stated})

    left, found = kept.taken_out("hema", "e1", "o1")

    assert found is not None
    assert [variant.order for variant in found.variants] == ["o1", in_place_of(digest_of("o2"))]
    assert left.entries_of("hema").keys() == {in_place_of(digest_of("e2"))}
    assert left.taken_out("hema", "e1", "o1") == (left, None)
    assert with_names(found, None) == found


def test_an_order_with_its_pay_takes_at_most_40_bytes() -> None:
    day, ids = 20_000, [f"0190b6d0-7c7b-7d5e-9c5e-{number:012d}" for number in range(40)]
    began = [(day * 24 - 8 + 8) * 3_600_000 + 1_234_567 * number for number in range(40)]
    orders = [KeptOrder(digest_of(each), at, ((day, 1_900_123),)) for each, at in zip(ids, began, strict=True)]
    pay = {
        each: PayEntry(
            at + 2_000_000, 0, "", deducted=False, category="piece", amount_fen=650, stated_after=0, order=each
        )
        for each, at in zip(ids, began, strict=True)
    }

    kept = NOTHING_KEPT.with_paid("hema", [], orders, pay)

    assert len(kept.orders["hema"]) + len(kept.entries["hema"]) <= 40 * 40

from streams.facts.orders.large import ORDERS, LargeOrder
from streams.facts.orders.order import Order
from streams.facts.packing import PackedDict


def packed(*names: str) -> PackedDict[LargeOrder]:
    kept: PackedDict[LargeOrder] = PackedDict()
    for at, name in enumerate(names):
        ORDERS.merge(kept, name, lambda _, at=at: Order(ends=(at,)))  # type: ignore[misc]  # a default binds the loop's value
    return kept


def test_each_of_many_facts_is_found_by_its_id_as_it_was_put() -> None:
    names = [f"o{number}" for number in range(100)]

    kept = packed(*names)

    assert [ORDERS.get(kept, name) for name in names] == [Order(ends=(at,)) for at in range(100)]
    assert ORDERS.all(kept) == {name: Order(ends=(at,)) for at, name in enumerate(names)}


def test_an_id_that_was_never_put_is_not_found() -> None:
    assert ORDERS.get(packed(), "o1") is None
    assert ORDERS.get(packed("o1", "o2"), "o3") is None


def test_what_is_merged_takes_the_place_of_what_was_kept() -> None:
    kept = packed("o1", "o2")

    ORDERS.merge(kept, "o1", lambda order: Order(ends=(*(order or Order()).ends, 7)))

    assert (kept.count, ORDERS.get(kept, "o1")) == (2, Order(ends=(0, 7)))


def test_what_merges_to_nothing_leaves_all_as_it_was() -> None:
    kept = packed("o1")

    merged = [ORDERS.merge(kept, name, lambda _: None) for name in ("o1", "o2")]

    assert (merged, kept) == ([None, None], packed("o1"))


def test_only_the_wanted_facts_are_left() -> None:
    kept = packed(*(f"o{number}" for number in range(30)))

    left = ORDERS.of({name: order for name, order in ORDERS.all(kept).items() if order.ends[0] >= 28})

    assert (left.count, ORDERS.all(left)) == (2, {"o28": Order(ends=(28,)), "o29": Order(ends=(29,))})


def test_where_nothing_is_wanted_there_is_room_for_the_next() -> None:
    left = ORDERS.of({})

    ORDERS.merge(left, "o3", lambda _: Order(ends=(5,)))

    assert ORDERS.all(left) == {"o3": Order(ends=(5,))}


def test_a_shelf_holds_few_facts_however_many_there_are() -> None:
    kept = packed(*(f"o{number}" for number in range(1000)))

    assert 3 < kept.count / len(kept.blocks) <= 6

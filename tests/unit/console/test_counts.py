"""No count gives a few people away, alone or by what is left of the others."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.console.views.counts import K, shown_counts, shown_total

COUNTS = st.dictionaries(
    st.text(max_size=3),
    st.integers(0, 40).flatmap(lambda leads: st.tuples(st.just(leads), st.integers(min(1, leads), leads))),
    max_size=8,
)


@given(COUNTS)
def test_no_shown_number_is_of_few_leads_or_of_few_workers(counts: dict[str, tuple[int, int]]) -> None:
    shown = shown_counts(counts)

    assert set(shown) == set(counts)
    assert all(n is None or (n == counts[value][0] and min(counts[value]) >= K) for value, n in shown.items())


@given(COUNTS)
def test_the_hidden_ones_are_several_and_enough_together_unless_all_are_hidden(
    counts: dict[str, tuple[int, int]],
) -> None:
    shown = shown_counts(counts)

    hidden = [value for value, n in shown.items() if n is None]

    if hidden and len(hidden) < len(shown):
        assert len(hidden) > 1
        assert sum(counts[value][0] for value in hidden) >= K


@given(COUNTS)
def test_a_total_of_few_is_hidden(counts: dict[str, tuple[int, int]]) -> None:
    total = sum(leads for leads, _ in counts.values())

    assert shown_total(counts) == (total if total >= K else None)

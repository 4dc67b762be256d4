"""Limits of sign-in: the free failures, the wait after them, and that it ends."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.accounts.limits import ACCOUNT, ADDRESS, DEVICE, FailureCount, Limit, waits
from alerts.accounts.roles import RIGHTS, AccountRight, AccountRole

LIMITS = st.sampled_from([DEVICE, ACCOUNT, ADDRESS])


@given(LIMITS, st.integers(0, 100), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_wait_is_never_longer_than_stated_and_none_while_failures_are_free(
    limit: Limit, failures: int, latest: int, later: int
) -> None:
    wait = waits([FailureCount(limit, failures, latest if failures else None)], latest + later)

    assert 0 <= wait <= limit.wait_ms
    assert (wait > 0) == (failures >= limit.free and later < limit.wait_ms)


@given(st.lists(st.tuples(LIMITS, st.integers(0, 50), st.integers(0, 10**5)), max_size=4), st.integers(0, 10**6))
def test_of_several_the_longest_counts(given_: list[tuple[Limit, int, int]], now: int) -> None:
    counts = [FailureCount(*each) for each in given_]

    assert waits(counts, now) == max((waits([each], now) for each in counts), default=0)


def test_who_keeps_accounts_or_reads_looks_reads_no_lead_and_who_counts_does_not_act() -> None:
    for role in (AccountRole.OPERATOR, AccountRole.DATA_OFFICER, AccountRole.VIEWER):
        assert RIGHTS[role].isdisjoint({AccountRight.LEADS, AccountRight.ACT, AccountRight.ALL_AREAS})
    assert set(RIGHTS) == set(AccountRole)

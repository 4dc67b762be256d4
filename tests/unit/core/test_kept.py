"""One worker of a platform that varies every field under one key: what is kept has a bound, the rest is over budget."""

from dataclasses import replace

import pytest

from streams.core.evaluating import MOST_SET_BYTES
from streams.law.registers.budget import USUAL
from tests.siege.kept import keep
from tests.siege.varied import VARIED

AT = 1_767_250_000_000
"""1 January 2026 in Nanchang, in the afternoon."""

BUDGET = replace(USUAL, statements=300, worker_bytes=20_000)
MANY = 1_500
BESIDE = 2.0
"""The most that the state may take beyond the accounts: they count about, and a session's id of 128 letters as one of 36."""


@pytest.mark.parametrize("name", VARIED)
def test_what_is_kept_of_a_worker_is_bounded_whatever_is_varied(name: str) -> None:
    found = keep(VARIED[name], MANY, AT, BUDGET)

    assert found.taken + found.refused.total() == MANY
    assert found.refused.keys() <= {"statements", "worker_bytes"}
    assert found.counted <= 2_000 + BUDGET.worker_bytes * 1.1
    assert found.state <= BESIDE * found.counted
    assert max(found.sets) <= MOST_SET_BYTES


def test_a_contradicted_pay_entry_is_no_more_than_its_bound_and_nothing_of_it_is_refused() -> None:
    found = keep(VARIED["contradictory statements of one pay entry"], MANY, AT, BUDGET)

    assert (found.taken, found.refused.total()) == (MANY, 0)
    assert found.counted < 5_000

"""The clauses of the pages of leads: from the law their place and words, from the duty files their force, looked up anew."""

from alerts.routing import Force
from schemas.bilingual import Bilingual
from streams.cli.duty.clauses import Clauses
from streams.cli.duty.files import read_routing
from streams.law.files import packaged_law

LAW = packaged_law()


def test_every_rule_with_a_force_and_a_source_has_its_clause() -> None:
    ours = read_routing(None, {})

    clauses = Clauses(LAW, ours.force)

    assert set(clauses) == set(ours.forces)
    assert clauses["pay_below_minimum"].force.zh.startswith("义务性条文")
    assert "88号" in clauses["rest_missed"].source


def test_a_force_that_changes_shows_without_a_restart() -> None:
    forces = {"rest_missed": Force(*[Bilingual("甲", "a")] * 3)}
    clauses = Clauses(LAW, forces.get)

    first = clauses["rest_missed"].force.en
    forces["rest_missed"] = Force(*[Bilingual("乙", "b")] * 3)

    assert (first, clauses["rest_missed"].force.en) == ("a", "b")
    assert clauses.get("weekly_rest") is None
    assert list(clauses) == ["rest_missed"]

"""Every rule has its words wherever people read of its leads: names, force, questions, and who is competent."""

import pytest

from alerts.console.views.rules import rule_words
from alerts.words import RULES as NAMES
from streams.cli.duty.clauses import Clauses
from streams.cli.duty.files import read_routing
from streams.law.files import packaged_law
from streams.rules import LEAD_RULES, RULES

ROUTING = read_routing(None, {})
ALL = {rule.name for rule in RULES}
OF_LEADS = set(LEAD_RULES)


def test_every_rule_has_a_name_in_chinese() -> None:
    assert set(NAMES) == ALL


def test_every_rule_of_leads_has_the_force_of_its_clause() -> None:
    assert {name for name in ALL if ROUTING.force(name) is not None} == OF_LEADS
    assert set(Clauses(packaged_law(), ROUTING.force)) == OF_LEADS


@pytest.mark.parametrize("word", ["鼓励", "应当", "未禁止", "推荐性"])
def test_messages_and_pages_state_the_same_force(word: str) -> None:
    forces = {name: force for name in OF_LEADS if (force := ROUTING.force(name)) is not None}

    in_messages = {name for name, force in forces.items() if word in force.short.zh}

    assert in_messages
    assert in_messages <= {name for name, force in forces.items() if word in force.words.zh}


def test_every_rule_of_leads_has_words_and_questions_of_its_own_on_the_page_of_a_lead() -> None:
    of_others = rule_words("none of ours")

    assert [name for name in sorted(OF_LEADS) if rule_words(name) == of_others] == []


def test_somebody_is_competent_for_every_rule() -> None:
    assert set(ROUTING.files.rows("rules")) == ALL

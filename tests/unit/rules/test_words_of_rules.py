"""Every rule has its words wherever people read of its leads: names, force, questions, and who is competent."""

from alerts.console.views.rules import rule_words
from alerts.notify.text.force import FORCES
from alerts.words import RULES as NAMES
from streams.cli.duty.clauses import clauses_of
from streams.cli.duty.files import read_routing
from streams.law.files import packaged_law
from streams.rules import RULES

ALL = {rule.name for rule in RULES}
OF_LEADS = ALL - {"rest_due"}
"""`rest_due` is advice to the platform, and makes no lead."""


def test_every_rule_has_a_name_in_chinese() -> None:
    assert set(NAMES) == ALL


def test_every_rule_of_leads_has_the_force_of_its_clause_in_messages_and_on_pages() -> None:
    assert set(FORCES) == OF_LEADS
    assert set(clauses_of(packaged_law())) == OF_LEADS


def test_every_rule_of_leads_has_words_and_questions_of_its_own_on_the_page_of_a_lead() -> None:
    of_others = rule_words("none of ours")

    assert [name for name in sorted(OF_LEADS) if rule_words(name) == of_others] == []


def test_somebody_is_competent_for_every_rule() -> None:
    assert set(read_routing(None, {}).files.rows("rules")) == ALL

"""English sentences have the singular where there is one of a thing; of a dozen they have the plural."""

import re

import pytest

from alerts.console.tongue import EN
from alerts.console.views.amounts import amount as on_the_console
from alerts.notify.text.figures import amount as in_a_message
from schemas.bilingual import Bilingual
from streams.cli.wording import quantity
from streams.rules.pace.wording import red_summary
from streams.rules.rest.wording import dispatch_summary
from tests.unit.alerts.builders import found

COUNTED = re.compile(r"\b(?:1|12) (?:more )?(orders?|days?|weeks?)\b")
UNITS = ("orders", "days", "weeks")


def nouns(count: int) -> list[str]:
    """The noun in each sentence and amount that counts something, with so many of it."""
    texts = [
        dispatch_summary(found(1, 6), [0] * count).en,
        red_summary("hema", "暴雨", (0, None), count, Bilingual("青云谱区", "Qingyunpu District")).en,
        *(quantity(count, unit) for unit in UNITS),
        *(on_the_console(count, unit, EN) for unit in UNITS),
        *(in_a_message(count, unit).en for unit in ("orders", "days")),
    ]
    return [noun for text in texts for noun in COUNTED.findall(text)]


def test_one_thing_is_in_the_singular_and_several_are_in_the_plural() -> None:
    one = ["order", "order", "order", "day", "week", "order", "day", "week", "order", "day"]

    assert nouns(1) == one
    assert nouns(12) == [f"{each}s" for each in one]


@pytest.mark.parametrize(("count", "words"), [(1, "pushed 1 more order to"), (2, "pushed 2 more orders to")])
def test_the_sentence_about_pushed_orders_counts_them(count: int, words: str) -> None:
    assert words in dispatch_summary(found(1, 6), [0] * count).en

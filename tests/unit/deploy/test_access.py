import re
from pathlib import Path

import pytest

from schemas.topics import WEATHER
from streams.access import Grant, platform_grant, topics_grant, weather_grant, worker_grant
from streams.broker.rights import Right
from streams.law.files import packaged_law
from streams.settings import Settings
from streams.topic_plan import all_topics

PAGE = (Path(__file__).parents[3] / "deploy/ACCESS.md").read_text()
LAW = packaged_law()
# Topic to who writes it and who reads it.
ACCESS = {
    name: (cells[1].strip(), cells[2].strip())
    for cells in (line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| `"))
    for name in re.findall(r"`([^`]+)`", cells[0])
}


def _written(name: str) -> str:
    """A topic as the page writes it."""
    kind, _, of = name.partition(".")
    return f"{kind}.<platform_id>" if of in LAW.platforms else name.replace("shiftwarden-", "<group>-")


def test_every_topic_has_its_writers_and_readers_and_no_other_is_named() -> None:
    made = {_written(topic.name) for topic in all_topics(LAW, Settings())}

    assert set(ACCESS) == made


def test_only_what_comes_from_outside_is_written_by_others_than_workers() -> None:
    others = {name: writer for name, (writer, _) in ACCESS.items() if writer != "workers"}

    assert others == {"feed.<platform_id>": "this platform alone", WEATHER: "the weather office alone"}


def test_the_rules_on_the_page_give_each_account_the_topics_of_the_table() -> None:
    given = {
        (user, operation, _written(topic))
        for user, operation, rest in re.findall(
            r"^\$add --allow-principal User:(\S+) --operation (\w+) (.+)$", PAGE, re.MULTILINE
        )
        for topic in re.findall(r"--topic (\S+)", rest)
    }

    whose = {"this platform": "hema", "the weather office": "weather-office"}
    due = {(whose[who.removesuffix(" alone")], "Write", name) for name, (who, _) in ACCESS.items() if who != "workers"}
    due |= {(whose[who], "Read", name) for name, (_, who) in ACCESS.items() if who != "workers"}
    assert given == due


GRANTS = {
    "this platform": platform_grant("hema", 20_000),
    "the weather office": weather_grant(LAW, Settings()),
    "workers": worker_grant(LAW, Settings()),
}


@pytest.mark.parametrize("who", GRANTS)
def test_the_command_gives_each_account_the_topics_of_the_table_and_its_group(who: str) -> None:
    given = GRANTS[who]

    due = {("Write", name) for name, (writer, _) in ACCESS.items() if writer.removesuffix(" alone") == who}
    due |= {("Read", name) for name, (_, reader) in ACCESS.items() if reader == who}
    assert {(right.operation, _written(right.name)) for right in given.rights if right.resource == "topic"} == due
    assert [right for right in given.rights if right.resource != "topic"] == [Right("Read", "group", given.account)]


def test_who_makes_topics_may_create_and_see_and_nothing_else() -> None:
    grant = topics_grant(LAW, Settings())

    assert {(right.operation, right.resource) for right in grant.rights} == {
        ("Create", "cluster"),
        ("Describe", "topic"),
    }
    assert {right.name for right in grant.rights if right.resource == "topic"} == {
        topic.name for topic in all_topics(LAW, Settings())
    }


@pytest.mark.parametrize("grant", [*GRANTS.values(), topics_grant(LAW, Settings())])
def test_the_page_names_every_account_that_the_command_makes(grant: Grant) -> None:
    assert f" | `{grant.account.replace('hema', '<platform_id>')}` | " in PAGE


@pytest.mark.parametrize(("people", "on_the_page"), [(6_500, "262,144"), (20_000, "800,000"), (100_000, "4,000,000")])
def test_the_quotas_of_the_page_are_those_of_the_command(people: int, on_the_page: str) -> None:
    quota = platform_grant("hema", people).quota

    assert quota is not None
    assert f"{quota.bytes_a_second:,}" == on_the_page
    assert f"{people:,} | {on_the_page}" in PAGE
    assert f"| {quota.request_percent} |" in PAGE

import re
from pathlib import Path

from schemas.topics import WEATHER
from streams.law.files import packaged_law
from streams.settings import Settings
from streams.wiring import all_topics

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

"""The committed contract equals the models, and its examples are accepted by the reader and by JSON Schema alike."""

import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.contract import FOLDER, contract_files
from schemas.feed.codec import FeedReader
from schemas.feed.examples import EXAMPLES
from schemas.feed.reading import PlacesKnown
from schemas.feed.telemetry import KINDS
from schemas.findings.finding import Finding, StandingSet
from schemas.refusal import Code

READER = FeedReader(PlacesKnown(frozenset({"360104"}), frozenset({"360100"})))
BY_KIND = {example["kind"]: example for example in EXAMPLES}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(written(name))


@cache
def written(name: str) -> Any:
    return json.loads(contract_files()[f"{name}.json"])


def read_codes(said: dict[str, Any]) -> list[Code]:
    reading = READER.read(json.dumps(said).encode(), platform_id="hema", arrival=None, offset=0)
    return [fault.code for fault in reading.faults]


def test_the_committed_files_are_those_that_the_models_make() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}

    assert committed == contract_files(), "run write_contract() of schemas.contract and commit what it wrote"


@pytest.mark.parametrize("name", [name for name in contract_files() if name != "asyncapi.json"])
def test_each_file_is_a_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(contract_files()[name]))


def test_there_is_an_example_of_each_kind() -> None:
    assert set(BY_KIND) == set(KINDS)
    assert len(EXAMPLES) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_example_is_accepted_by_the_reader_and_by_its_schema(kind: str) -> None:
    schema = validator(kind)

    assert read_codes(BY_KIND[kind]) == []
    assert list(schema.iter_errors(BY_KIND[kind])) == []
    assert written(kind)["examples"] == [BY_KIND[kind]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "changed",
    [
        {"lat": 28.6},
        {"occurred_at": "2022-05-12T08:00:00"},
        {"event_id": "a b"},
        {"sector": "taxi"},
        {"area": "Nanchang"},
        {"platform_id": "Hema"},
        {"occurred_at": None},
        {"sequence": "1"},
        {"kind": "session.begun"},
    ],
)
def test_what_the_schema_can_see_is_refused_by_reader_and_schema(kind: str, changed: dict[str, Any]) -> None:
    said = {**BY_KIND[kind], **changed}

    assert read_codes(said) != []
    assert list(validator(kind).iter_errors(said)) != []


def test_no_schema_accepts_the_example_of_another_kind() -> None:
    accepted = {(kind, other) for kind in KINDS for other in KINDS if validator(kind).is_valid(BY_KIND[other])}

    assert accepted == {(kind, kind) for kind in KINDS}


def test_what_the_reader_answers_fits_its_schema() -> None:
    reading = READER.read(b"[1, {}]", platform_id="hema", arrival=None, offset=0)
    refusals = [json.loads(fault.refusal("hema", "feed.hema", 0).model_dump_json()) for fault in reading.faults]

    assert len(refusals) == 2
    assert [list(validator("refusal").iter_errors(refusal)) for refusal in refusals] == [[], []]


def test_the_schema_of_a_standing_set_gives_instants_as_text() -> None:
    said = StandingSet(subject="w", speaks_from=0, version=(1, 2, 3), findings=())

    assert list(validator("standing").iter_errors(json.loads(said.model_dump_json()))) == []
    assert written("standing")["$defs"]["Finding"]["properties"]["starts_at"]["format"] == "date-time"
    assert set(written("standing")["$defs"]["Finding"]["properties"]) == set(Finding.model_fields)


def test_every_message_of_the_asyncapi_document_has_its_schema_beside_it() -> None:
    document = json.loads(contract_files()["asyncapi.json"])
    messages = document["components"]["messages"]
    in_json = {name: message for name, message in messages.items() if message.get("contentType") is None}

    assert set(messages) - set(in_json) == {"weather"}
    assert {message["payload"]["$ref"] for message in in_json.values()} == {
        f"./{name}" for name in contract_files() if name != "asyncapi.json"
    }
    assert {
        reference["$ref"].removeprefix("#/components/messages/")
        for channel in document["channels"].values()
        for reference in channel["messages"].values()
    } == set(messages)

"""The plain way of reading takes what is good, and nothing that the models would not take."""

import json
from typing import Any, get_args

import pytest

from schemas.feed.examples import EXAMPLES
from schemas.feed.plain.accepting import plain_events
from schemas.feed.plain.forms import PlainEvent
from schemas.feed.telemetry import KINDS
from tests.unit.schemas.mutated import VALUES, arrays, differs


def written(*events: dict[str, Any]) -> bytes:
    return json.dumps(events, ensure_ascii=False).encode("utf-8", "surrogatepass")


def test_every_kind_has_a_plain_form_with_the_fields_of_its_model() -> None:
    plain = {form.__struct_config__.tag: {"kind", *form.__struct_encode_fields__} for form in get_args(PlainEvent)}

    assert plain == {
        kind: {field.alias or name for name, field in model.model_fields.items()} for kind, model in KINDS.items()
    }


def test_all_examples_go_the_plain_way() -> None:
    found = plain_events(written(*EXAMPLES))

    assert found is not None
    assert len(found) == len(EXAMPLES)
    assert {said["kind"] for said in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("said", EXAMPLES, ids=lambda said: str(said["kind"]))
def test_both_ways_agree_on_every_value_at_the_edge_of_a_form_in_every_field(said: dict[str, Any]) -> None:
    names = {field.alias or name for name, field in KINDS[str(said["kind"])].model_fields.items()}
    values = [written({**said, name: value}) for name in sorted(names) for value in VALUES]

    assert [value for value in values if differs(value)] == []
    assert any(plain_events(value) is not None for value in values)


def test_both_ways_agree_on_mutated_arrays() -> None:
    assert [value for value in arrays(1, 3_000) if differs(value)] == []


def test_doubtful_arrays_are_left_to_the_models() -> None:
    good = written(EXAMPLES[0])

    assert plain_events(good) is not None
    assert plain_events(b"[]") is None
    assert plain_events(b"[" + b",".join([good[1:-1]] * 1001) + b"]") is None
    assert plain_events(good.replace(b"360", b"36\\u0030", 1)) is None
    assert plain_events(good + b" x") is None

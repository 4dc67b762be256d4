"""The contract as files that other tools read: JSON Schema of each kind and of each record sent, and one AsyncAPI 3 document.

Made from the models, committed under `schemas/json`, and never edited there. Conditions that JSON Schema cannot express (an
instant must be of the calendar, an integer without a point, a promise not before its order) stand in descriptions.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from schemas.feed.examples import EXAMPLES
from schemas.feed.receipt import Receipt
from schemas.feed.telemetry import KINDS
from schemas.findings.advice import Advice
from schemas.findings.finding import StandingSet
from schemas.refusal import Refusal
from schemas.topics import WEATHER

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
FOLDER: Final = Path(__file__).with_name("json")
"""The folder of the committed files."""

_SENT: Final[dict[str, type[BaseModel]]] = {
    "receipt": Receipt,
    "refusal": Refusal,
    "advice": Advice,
    "standing": StandingSet,
}

_RECEIVED: Final = ("feed", WEATHER)
"""The channels that others write and Shiftwarden reads."""

_WEATHER: Final = {
    "name": WEATHER,
    "contentType": "application/xml",
    "payload": {
        "type": "string",
        "description": "a message of the Common Alerting Protocol 1.2 or of the national form of it; see WEATHER.md",
    },
}


def contract_files() -> dict[str, str]:
    """Every file of the contract, by name."""
    kinds = {f"{kind}.json": _kind_schema(kind) for kind in KINDS}
    sent = {
        f"{name}.json": {"$schema": DRAFT, **model.model_json_schema(mode="serialization")}
        for name, model in _SENT.items()
    }
    return {name: _text(content) for name, content in {**kinds, **sent, "asyncapi.json": _asyncapi()}.items()}


def write_contract(folder: Path = FOLDER) -> None:
    """Write every file of the contract into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contract_files().items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _kind_schema(kind: str) -> dict[str, Any]:
    examples = [example for example in EXAMPLES if example["kind"] == kind]
    return {"$schema": DRAFT, **KINDS[kind].model_json_schema(), "examples": examples}


def _asyncapi() -> dict[str, Any]:
    channels = {
        "feed": _channel(
            "feed.{platform_id}", "A platform's events: one a record, or an array of 1 to 1,000.", list(KINDS)
        ),
        "receipts": _channel("receipts.{platform_id}", "The outcome of its feed.", ["receipt"]),
        "refused": _channel("refused.{platform_id}", "Its refused events.", ["refusal"]),
        "weather": _channel(WEATHER, "Warnings of the weather service, one message a record.", [WEATHER]),
        "advice": _channel("advice.{platform_id}", "Its workers who will soon need a break.", ["advice"]),
        "standing": _channel("standing", "For each subject, exactly the findings that hold.", ["standing"]),
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Shiftwarden feed contract",
            "version": "1.0.0",
            "description": "The events that platforms send to the regulator's monitor, and the records that they get back.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": {
            name: {"action": "receive" if name in _RECEIVED else "send", "channel": {"$ref": f"#/channels/{name}"}}
            for name in channels
        },
        "components": {"messages": {**{name: _message(name) for name in (*KINDS, *_SENT)}, WEATHER: _WEATHER}},
    }


def _channel(address: str, description: str, messages: list[str]) -> dict[str, Any]:
    channel: dict[str, Any] = {
        "address": address,
        "description": description,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
    }
    if "{platform_id}" in address:
        of = "the platform's id in the platforms file"
        of_weather = f"; {WEATHER} for weather messages" if address.startswith("refused") else ""
        channel["parameters"] = {"platform_id": {"description": of + of_weather}}
    return channel


def _message(name: str) -> dict[str, Any]:
    return {"name": name, "payload": {"$ref": f"./{name}.json"}}


if __name__ == "__main__":
    write_contract(FOLDER)

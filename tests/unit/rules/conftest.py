from importlib.resources import files

import pytest

from streams.law.reading.loader import load_law
from streams.law.table import Law


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The law files of this release; they are read once."""
    return {
        file.name: file.read_text("utf-8") for file in files("streams.law").iterdir() if file.name.endswith(".yaml")
    }


@pytest.fixture(scope="session")
def law(texts: dict[str, str]) -> Law:
    """The law of this release."""
    return load_law(texts)

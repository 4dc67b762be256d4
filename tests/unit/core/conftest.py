import pytest

from streams.law.files import packaged_law
from streams.law.table import Law


@pytest.fixture(scope="session")
def law() -> Law:
    """The law of this release; it is read once."""
    return packaged_law()

"""An address that is refused is repeated without the login before its host, which may hold a password."""

import pytest
from click.testing import CliRunner

from streams.cli.main import main


@pytest.mark.parametrize(
    "words",
    [
        ("notify", "--mail-server", "http://monitor:s3cret@mail.example"),
        ("notify", "--address", "https://monitor:s3cret@desk.example"),
        ("console", "--address", "https://monitor:s3c@ret@desk.example"),
    ],
)
def test_a_refused_address_shows_no_password(words: tuple[str, ...]) -> None:
    ended = CliRunner().invoke(main, list(words))

    assert ended.exit_code == 2
    assert "//***@" in ended.output
    assert "s3c" not in ended.output

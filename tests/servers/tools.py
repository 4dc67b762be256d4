"""Programs that a test needs and that pip cannot bring: skipped where a newcomer lacks one, a failure where CI does."""

import os
import shutil

import pytest


def needs(program: str) -> str:
    """The program's path. Without it the test is skipped with one line, or fails where `CI` is `true`."""
    path = shutil.which(program)
    if path is not None:
        return path
    message = f"{program} is not on the PATH; install it to run this test"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)

"""The browser that tests of the web page open it in."""

import pytest

from tests.summary import chromium


@pytest.fixture
def browser() -> str:
    """The path of Chromium."""
    found = chromium.find()
    assert found is not None, "tests that use this fixture are marked `browser`"
    return found

"""The browser that pages are opened in. Where there is none, the tests that need it are left out, and that is said."""

import warnings

import pytest

from tests.summary import chromium


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests in a browser on a machine without one."""
    needing = [item for item in items if item.get_closest_marker("browser")]
    if needing and chromium.find() is None:
        names = ", ".join(chromium.NAMES)
        warnings.warn(
            pytest.PytestWarning(
                f"{len(needing)} tests of pages in a browser are left out: none of {names} is on PATH"
            ),
            stacklevel=1,
        )
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


@pytest.fixture
def browser() -> str:
    """The path of Chromium."""
    found = chromium.find()
    assert found is not None, "tests that use this fixture are marked `browser`"
    return found

"""Programs and fonts that tests need. Where there are none, those tests are left out, and that is said."""

import shutil
import warnings
from collections.abc import Callable

import pytest

from tests.summary import audit, chromium, reading

NEEDED: dict[str, tuple[Callable[[], bool], str]] = {
    "browser": (lambda: chromium.find() is not None, f"none of {', '.join(chromium.NAMES)} is on PATH"),
    "audit": (
        lambda: chromium.find() is not None and audit.SCRIPT.is_file(),
        f"there is no browser, or no {audit.SCRIPT.relative_to(audit.ROOT)}: npm install --prefix .tools axe-core",
    ),
    "pdf_programs": (
        lambda: all(shutil.which(name) for name in reading.PROGRAMS),
        f"not all of {', '.join(reading.PROGRAMS)} are on PATH",
    ),
    "fonts": (reading.has_fonts, f"not all of {', '.join(reading.FONTS)} are installed"),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselects the tests that need what this machine doesn't have."""
    for marker, (there, without) in NEEDED.items():
        needing = [item for item in items if item.get_closest_marker(marker)]
        if needing and not there():
            warnings.warn(pytest.PytestWarning(f"{len(needing)} tests are left out: {without}"), stacklevel=1)
            config.hook.pytest_deselected(items=needing)
            items[:] = [item for item in items if item not in needing]


@pytest.fixture
def browser() -> str:
    """The path of Chromium."""
    found = chromium.find()
    assert found is not None, "tests that use this fixture are marked `browser`"
    return found

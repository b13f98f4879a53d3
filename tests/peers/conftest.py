"""The app over a journal of the test's own, as in the tests of the terminal app."""

from tests.tui.conftest import app, journal_app, messages_stay, settle, styles_stay, until

__all__ = ["app", "journal_app", "messages_stay", "settle", "styles_stay", "until"]

"""Everything that is shared at present, for either reader, and taking it back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Static

from journal.errors import JournalError
from journal.model.dates import short_when
from journal.model.entry import Entry, SharedPassage
from journal.model.passages import in_reading_order
from journal.model.query import Query
from journal.model.reading import answers
from journal.model.sharing import (
    TASK,
    Audience,
    audience_fields,
    audience_passages,
    filled,
    passage_fields,
    still_shared,
)
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.entry_names import entry_names
from journal.tui.screens.journal.pages import Opening, Pages, opening
from journal.tui.screens.journal.reading_place import BESIDE_FROM_100
from journal.tui.widgets.entry_line import letters
from journal.tui.widgets.entry_list import EntryList
from journal.tui.widgets.entry_page import Block, Names, concealed
from journal.tui.widgets.page_view import Lead, PageView, title
from journal.vault.entries import Taken
from journal.vault.vault import Vault

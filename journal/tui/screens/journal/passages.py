"""Sharing a passage: some words of a long text, selected in it."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static, TextArea
from textual.widgets.option_list import Option

from journal.model.dates import short_when
from journal.model.entry import EntryContent, SharedPassage, Sharing
from journal.model.fields import Guard
from journal.model.passages import passages_at, selected, with_selected
from journal.model.sharing import (
    Audience,
    audience_fields,
    audience_passages,
    filled,
    guard_of,
    passage_fields,
    still_shared,
    with_audience_passages,
)
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen, JournalScreen
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.lines import Lines
from journal.tui.widgets.passage_text import PassageText

# What a choice of passages makes of what is shared of the entry by the time it is saved.
Change = Callable[[Sharing], Sharing]

NO_TEXT = "There is no long text in this entry to share a passage of."
_ABOUT = (
    "Select words with Shift and the arrow keys, or with the mouse. Then t shares them with my therapist, "
    "and j with a joint session; the same key takes back the passage that the cursor is in."
)
_GUARDED = "This text is guarded. Nothing of it goes but the words that you select."
_SELECT = "Select some words first; with the cursor in a passage, the key takes that back."
_CHOOSE = "Say for whom: t my therapist, j a joint session."

_COMMANDS = (
    Command("switch('therapist')", "t", "Therapist", "Share what is selected with my therapist, or take it back"),
    Command("switch('joint')", "j", "Joint", "Share what is selected with a joint session, or take it back"),
    Command("save", "enter,ctrl+s", "Save", "Save what is shared of this text"),
    Command("close", "escape", "Back", "Go back and change nothing"),
)


class PassageScreen(JournalScreen[Change | None]):
    """A text in which words are selected and released for one reader or both. What is shared already is lit.

    It ends with what to make of what is shared, or None where that stays as it is; it writes nothing itself.
    """

    CSS_PATH = "share.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "PassageText"

    def __init__(self, content: EntryContent, field: str, sharing: Sharing) -> None:
        super().__init__()
        self._content, self._field = content, field
        self._text = passage_fields(content)[field]
        self._label = dict(filled(content))[field]
        self._sharing = still_shared(sharing, content)
        self._before = {audience: self._here(audience) for audience in Audience}

    def compose(self) -> ComposeResult:
        """The text, what can be done with it, and what is shared of it."""
        guarded = guard_of(self._content.kind, self._field) is Guard.GUARDED
        heading = f"Share a passage · {self._label} · {short_when(self._content.when)}"
        yield Static(Content(heading), classes="heading")
        yield Static(Content(f"{_ABOUT}\n{_GUARDED}" if guarded else _ABOUT), classes="about")
        yield PassageText(self._text)
        yield Static("", id="shared")
        yield KeyLine()

    def on_mount(self) -> None:
        """Lights what is shared."""
        self._show()

    @property
    def text(self) -> PassageText:
        """The text."""
        return self.query_one(PassageText)

    @on(TextArea.SelectionChanged)
    def _selected(self) -> None:
        self._say()

    def action_switch(self, audience: str) -> None:
        """Releases what is selected for a reader; with nothing selected, takes back the passage under the cursor."""
        reader = Audience.of(audience)
        if self._field in audience_fields(self._sharing, reader):
            self.journal.say(f"All of {self._label} is shared with {reader.label}, and every passage with it.")
            return
        passages = audience_passages(self._sharing, reader)
        start, end = selected(self._text, *self.text.chosen)
        changed = with_selected(passages, self._field, self._text, start, end)
        if changed == passages:
            within = passages_at(passages, self._field, self._text, start)
            changed = tuple(one for one in passages if one not in within)
        if changed == passages:
            self.journal.say(_SELECT)
        self._sharing = with_audience_passages(self._sharing, reader, changed)
        self._show()

    def action_save(self) -> None:
        """Ends with what was chosen."""
        after = {audience: self._here(audience) for audience in Audience}
        if after == self._before:
            start, end = selected(self._text, *self.text.chosen)
            if start < end:
                self.journal.say(_CHOOSE)
            else:
                self.dismiss(None)
            return
        self.dismiss(partial(_changed, {reader: (self._before[reader], after[reader]) for reader in Audience}))

    def action_close(self) -> None:
        """Goes back."""
        self.dismiss(None)

    def _here(self, audience: Audience) -> frozenset[SharedPassage]:
        return frozenset(one for one in audience_passages(self._sharing, audience) if one.field == self._field)

    def _show(self) -> None:
        self.text.light({one.text for audience in Audience for one in self._here(audience)})
        self._say()

    def _say(self) -> None:
        start, end = selected(self._text, *self.text.chosen)
        words = len(self._text[start:end].split())
        said = [f"Selected: {words:,} {'word' if words == 1 else 'words'}" if words else "Nothing is selected"]
        for audience in Audience:
            said.append(f"{audience.label}: {self._shared_with(audience, start)}")
        self.query_one("#shared", Static).update(Content(" · ".join(said)))

    def _shared_with(self, audience: Audience, place: int) -> str:
        if self._field in audience_fields(self._sharing, audience):
            return "all of it"
        here = self._here(audience)
        if not here:
            return "nothing"
        at_cursor = passages_at(here, self._field, self._text, place)
        return f"{len(here)} {'passage' if len(here) == 1 else 'passages'}{', this too' if at_cursor else ''}"


def _changed(
    changes: dict[Audience, tuple[frozenset[SharedPassage], frozenset[SharedPassage]]], now: Sharing
) -> Sharing:
    """What is shared by now, without the passages that were taken back and with those that were added."""
    for audience, (before, after) in changes.items():
        kept = set(audience_passages(now, audience)) - (before - after)
        now = with_audience_passages(now, audience, kept | (after - before))
    return now


class TextsScreen(DialogScreen[str]):
    """Which of several texts to share a passage of. It ends with the name of the field."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "share.tcss"]
    ACTIONS = (Command("close", "escape", "Back", "Go back"),)
    BINDINGS = bindings(ACTIONS)
    AUTO_FOCUS = "OptionList"

    def __init__(self, content: EntryContent) -> None:
        super().__init__()
        self._content = content

    def compose(self) -> ComposeResult:
        """A line for each text."""
        labels = dict(filled(self._content))
        with Vertical(classes="dialog"):
            yield Static("Share a passage of which text?", classes="title")
            yield Lines(*(Option(self._line(name, labels[name]), id=name) for name in passage_fields(self._content)))
            yield Static("Esc goes back.", classes="quiet")

    def _line(self, name: str, label: str) -> Content:
        guarded = guard_of(self._content.kind, name) is Guard.GUARDED
        return Content.assemble(label, ("  guarded" if guarded else "", "$text-muted"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def choose_passages(
    app: App[Any], content: EntryContent, sharing: Sharing, then: Callable[[Change | None], None], field: str = ""
) -> bool:
    """Opens the screen for the passages of a field, or asks which field; False where an entry has no text for it."""
    fields = list(passage_fields(content))

    def chosen(name: str | None) -> None:
        if name:
            app.push_screen(PassageScreen(content, name, sharing), then)

    if field or len(fields) == 1:
        chosen(field or fields[0])
    elif fields:
        app.push_screen(TextsScreen(content), chosen)
    return bool(fields)

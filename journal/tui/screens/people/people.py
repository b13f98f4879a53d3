"""Everybody in the journal, with what stands for them in a summary."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.safety.text import safe_line
from journal.summary.name_rules import example
from journal.tui.commands import Command, bindings
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.screens.list_and_page import ListAndPage
from journal.tui.screens.people.person import PersonScreen
from journal.tui.widgets.entry_line import MASKED
from journal.tui.widgets.entry_page import Block
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.page_view import listed, table, title
from journal.tui.widgets.pick_list import Pick, PickList
from journal.vault.people import Person

_ABOUT = (
    "In a summary, names to keep out are replaced by the alias, or by the nickname where there is no alias; with an "
    "alias, the nickname is replaced too. In the journal nothing changes."
)
_EMPTY = (
    "Nobody is here yet.\n\na adds somebody: the nickname that you write, and the names that no summary should show. "
    "Add yourself too, to have a nickname at the head of your summaries and your surname kept out."
)
_REMOVE = (
    "Remove this person?\n\n"
    "What you wrote stays as it is. Names that are kept out for them are not replaced any more in what leaves."
)
_NAMED = "Named in entries, not here yet"
_MASK = "Titles are masked. Tab shows who this is."
_COMMANDS = (
    Command("add", "a", "Add", "Add somebody"),
    Command("edit", "e,enter", "Edit", "Edit the person under the cursor (Enter too)"),
    Command("me", "i", "Me", "Say that this is you, or that it isn't"),
    Command("remove", "d,delete", "Remove", "Remove the person under the cursor; what was written stays"),
    Command("close", "escape,q", "Back", "Go back"),
)


class PeopleScreen(ListAndPage[None]):
    """Everybody, and the nicknames in entries that nobody has yet."""

    CSS_PATH = "people.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self._named: tuple[str, ...] = ()
        self._keep = ""

    def compose(self) -> ComposeResult:
        """What this does, everybody, and the one under the cursor."""
        yield Static("People", classes="heading")
        yield Static(Content(_ABOUT), classes="about")
        yield Static(Content(_EMPTY), id="empty")
        yield from self.compose_both()
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Reads everybody, again after somebody was edited."""
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            self._people, self._named = await self.read(lambda vault: (vault.people.list(), vault.people.named()))
        except JournalError as error:
            self.journal.complain(error)
            return
        masked = self.journal.preferences.masked
        rows: list[Pick | str] = [self._pick(n, person, masked=masked) for n, person in enumerate(self._people)]
        if self._named:
            rows.append(_NAMED)
            rows += [Pick(f"+{n}", MASKED if masked else safe_line(name)) for n, name in enumerate(self._named)]
        self.query_one("#empty").display = not rows
        keep = next((str(n) for n, person in enumerate(self._people) if person.nickname == self._keep), "")
        self.picks.show(rows, keep=keep)
        self.show_both(shown=bool(rows))

    @staticmethod
    def _pick(place: int, person: Person, *, masked: bool) -> Pick:
        count = len(person.kept_out)
        names = f"{count} name{'s' * (count != 1)} kept out" if count else ""
        alias = safe_line(person.alias)
        if masked:
            return Pick(str(place), MASKED, note=names)
        me = " (me)" if person.is_self else ""
        return Pick(str(place), f"{safe_line(person.nickname)}{me}", f"as {alias}" if alias else "", names)

    @property
    def _chosen(self) -> Person | None:
        """The person under the cursor, known or only named in entries."""
        pick = self.picks.highlighted
        if pick is None:
            return None
        if pick.id.startswith("+"):
            return Person(self._named[int(pick.id[1:])])
        return self._people[int(pick.id)]

    def _is_known(self, person: Person) -> bool:
        return person in self._people

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        person = self._chosen
        known = person is not None and self._is_known(person)

        def compose(width: int) -> Iterator[Block]:
            masked = self.journal.preferences.masked and not self.page.has_focus
            return _page(person, known=known, masked=masked) if person else iter(())

        self.page.show(person.nickname if person else "", compose)

    @on(PickList.Chosen)
    def action_edit(self) -> None:
        """Opens the form on the person under the cursor."""
        if (person := self._chosen) is not None:
            self._open(person, person.nickname if self._is_known(person) else "")

    def action_add(self) -> None:
        """Opens an empty form."""
        self._open(Person(""), "")

    def _open(self, person: Person, known_as: str) -> None:
        def done(saved: Person | None) -> None:
            self._keep = saved.nickname if saved else known_as

        others = tuple(one for one in self._people if one.nickname != known_as)
        self.app.push_screen(PersonScreen(person, known_as, others), done)

    def action_me(self) -> None:
        """Says that this is the person whose journal it is, or takes that back."""
        person = self._chosen
        if person is None:
            return
        if not self._is_known(person):
            self.journal.say("Add them first: Enter.")
        else:
            self._change(replace(person, is_self=not person.is_self), person.nickname)

    @work(group="write")
    async def _change(self, person: Person, known_as: str) -> None:
        try:
            await self.journal.vault.write(lambda vault: vault.people.edit(known_as, person))
        except JournalError as error:
            self.journal.complain(error)
            return
        self._keep = person.nickname
        self.journal.changed()
        self.journal.say("This is you now." if person.is_self else "Nobody here is you now.")
        self._load()

    def action_remove(self) -> None:
        """Removes the person, if the answer to a question is yes."""
        person = self._chosen
        if person is None:
            return
        if not self._is_known(person):
            self.journal.say("Only entries name them; there is nothing to remove.")
            return

        def answered(nickname: str, yes: bool | None) -> None:
            if yes:
                self._remove(nickname)

        self.app.push_screen(ConfirmScreen(_REMOVE, "Remove", "Keep"), partial(answered, person.nickname))

    @work(group="write")
    async def _remove(self, nickname: str) -> None:
        try:
            await self.journal.vault.write(lambda vault: vault.people.remove(nickname))
        except JournalError as error:
            self.journal.complain(error)
            return
        self.journal.changed()
        self.journal.say("Removed. What was written stays.")
        self._load()

    def action_close(self) -> None:
        """Goes back to the list, and from there to where this was opened."""
        if self.focused is self.page:
            self.go_to_list()
        else:
            self.dismiss(None)


def _page(person: Person, *, known: bool, masked: bool) -> Iterator[Block]:
    if masked:
        yield Block(MASKED, "title")
        yield Block(_MASK, "quiet")
        return
    if not known:
        yield from title(person.nickname, "Entries name them. Enter adds them, with names to keep out if you like.")
        return
    yield from title(person.nickname, "This is you; your summaries say so at their head." if person.is_self else "")
    yield from table([("In a summary", person.alias or "by the nickname")])
    yield from listed("Names kept out", person.kept_out)
    yield Block("")
    yield Block(safe_line(example(person)), "quiet")

"""The conflict copies beside the journal: what each is, taking it in, and what came in."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from journal.errors import JournalError, WrongPassphrase
from journal.safety.text import safe, safe_line
from journal.tui.aside import aside
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.pick_list import Pick, PickList
from journal.vault.merge.before import back_up_before
from journal.vault.merge.conflicts import ConflictCopy, conflict_copies, remove
from journal.vault.merge.merging import Merged, merge
from journal.vault.vault import Vault

_ABOUT = (
    "Two machines wrote to the journal at a time, and the program that keeps their folders the same kept both files. "
    "Enter puts all of the copy under the cursor into the journal: nothing of either is lost, and its file stays."
)
_EMPTY = (
    "There is no other copy beside the journal.\n\n"
    "When two machines write to it at a time, a program such as Syncthing leaves one here. To take in a copy that is "
    "somewhere else, on the command line: journal merge FILE"
)
_ASKS = "It has another passphrase. Type the one it had; Esc leaves the copy as it is."
_PATIENCE = 5.0  # seconds until a disk that doesn't answer is given up
_COMMANDS = (
    Command("take_in", "enter", "Take in", "Take in the copy under the cursor"),
    Command("delete", "d,delete", "Delete", "Delete the file of a copy that was taken in, after a question"),
    Command("close", "escape,q", "Back", "Go back"),
)


class MergeScreen(JournalScreen[None]):
    """A list of the copies, what came in of the one that was taken in last, and a line for its passphrase."""

    CSS_PATH = "merge.tcss"
    AUTO_FOCUS = "PickList"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._copies: tuple[ConflictCopy, ...] = ()
        self._taken: set[ConflictCopy] = set()
        self._asked_for: ConflictCopy | None = None
        self._busy = False
        self._goes_without_backup = False

    def compose(self) -> ComposeResult:
        """The list, what is said of it, and the line to type in."""
        yield Static("Other copies of this journal", classes="heading")
        yield Static(Content(_ABOUT), id="about")
        yield PickList()
        yield Static(id="said")
        yield Input(password=True, placeholder="Passphrase of the copy", id="passphrase")
        yield KeyLine()

    def on_mount(self) -> None:
        """Looks for copies."""
        self.query_one(Input).display = False
        self._look()

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        self._copies = await aside(partial(conflict_copies, self.journal.path), _PATIENCE) or ()
        picks = self.query_one(PickList)
        keep = picks.highlighted.id if picks.highlighted else ""
        picks.show([self._pick(number, copy) for number, copy in enumerate(self._copies)], keep=keep)
        picks.display = bool(self._copies)
        self.query_one("#about", Static).update(Content(_ABOUT if self._copies else _EMPTY))
        if picks.display:
            picks.focus()
        self.refresh_bindings()

    def _pick(self, number: int, copy: ConflictCopy) -> Pick:
        when = copy.changed.astimezone().strftime("%Y-%m-%d %H:%M")
        return Pick(str(number), safe_line(copy.path.name), when, "taken in" if copy in self._taken else "")

    @property
    def _chosen(self) -> ConflictCopy | None:
        pick = self.query_one(PickList).highlighted
        return self._copies[int(pick.id)] if pick and int(pick.id) < len(self._copies) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for copies are told where there are some."""
        return (action not in ("take_in", "delete") or bool(self._copies)) and super().check_action(action, parameters)

    # Taking one in

    @on(PickList.Chosen)
    def action_take_in(self) -> None:
        """Takes in the copy under the cursor."""
        if (copy := self._chosen) is not None and not self._busy:
            self._take_in(copy, None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        passphrase, event.input.value = event.value, ""
        if passphrase and self._asked_for is not None and not self._busy:
            self._take_in(self._asked_for, passphrase)

    @work(group="write")
    async def _take_in(self, copy: ConflictCopy, passphrase: str | None) -> None:
        self._busy = True
        self._say("Taking it in …")

        def job(vault: Vault) -> tuple[Merged | None, str]:
            backed_up, told = back_up_before(vault)
            if not backed_up and not self._goes_without_backup:
                return None, told
            return merge(vault, copy.path, passphrase), told

        try:
            merged, told = await self.journal.vault.at_length(job)
        except WrongPassphrase as error:
            self._ask(copy)
            self._say(_ASKS if passphrase is None else f"{error.message.replace('of this journal ', '')}", problem=True)
        except JournalError as error:
            self._ask(None)
            self._say(f"{error.message}\n{error.hint}", problem=True)
        else:
            self._ask(None)
            if merged is None:
                self._ask_without_backup(told, partial(self._take_in, copy, passphrase))
            else:
                self._tell(copy, merged, told)
        finally:
            self._busy = False

    def _tell(self, copy: ConflictCopy, merged: Merged, told: str) -> None:
        """Says what came in of a copy, and what there is to tell of the backup."""
        self._taken.add(copy)
        lines = [*(merged.lines or ("There was nothing new in it.",)), *((told,) if told else ())]
        self._say("\n".join(("All of it is in the journal now.", *lines, "d deletes the file of this copy.")))
        if merged.lines:
            self.journal.changed()
        self._look()

    def _ask_without_backup(self, told: str, take_in: Callable[[], object]) -> None:
        """Asks whether to go on where no backup could be made; the answer holds as long as this screen does."""

        def answered(yes: bool | None) -> None:
            self._goes_without_backup = bool(yes)
            if yes:
                take_in()
            else:
                self._say("The copy was left as it is.")

        question = f"{told}\n\nA merge may also delete for good what was deleted in the copy. Take it in all the same?"
        self.app.push_screen(ConfirmScreen(question, "Take it in", "Not now"), answered)

    def _ask(self, copy: ConflictCopy | None) -> None:
        """Shows the line for the passphrase of a copy, or takes it away."""
        self._asked_for = copy
        line = self.query_one(Input)
        line.value, line.display = "", copy is not None
        self.set_focus(line if copy else self.query_one(PickList))

    def _say(self, words: str, *, problem: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(problem, "-problem")
        said.update(Content(safe(words)))

    # The file of one that was taken in

    def action_delete(self) -> None:
        """Deletes the file of the copy under the cursor, if the answer to a question is yes."""
        copy = self._chosen
        if copy is None or self._busy:
            return
        if copy not in self._taken:
            self.journal.say("Take it in first: Enter. What is only in it would be lost.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._delete(copy)

        question = f"Delete this copy? All of it is in the journal.\n\n{safe_line(str(copy.path))}"
        self.app.push_screen(ConfirmScreen(question, "Delete it", "Keep it"), answered)

    @work(group="write")
    async def _delete(self, copy: ConflictCopy) -> None:
        try:
            deleted = await aside(partial(_remove, copy), _PATIENCE)
        except JournalError as error:
            self.journal.complain(error)
        else:
            self._say("Deleted." if deleted else "The disk doesn't answer. Look again later.")
            self.journal.changed()
        self._look()

    def action_close(self) -> None:
        """Leaves the line for a passphrase, and from the list goes back; not while a copy is taken in."""
        if self._busy:
            self._say("It is just being taken in. Wait a moment.")
        elif self._asked_for is not None:
            self._ask(None)
            self._say("The copy was left as it is.")
        else:
            self.dismiss(None)


def _remove(copy: ConflictCopy) -> bool:
    remove(copy)
    return True

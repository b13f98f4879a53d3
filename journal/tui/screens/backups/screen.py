"""The backups of the journal: which there are, making one, verifying one, and restoring the journal from one."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from journal.errors import JournalError
from journal.model.session import days_away
from journal.safety.text import safe, safe_line
from journal.tui.commands import Command, bindings
from journal.tui.ending import Ending
from journal.tui.screens.backups.passphrase import BackupPassphraseScreen
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.confirm import ConfirmScreen
from journal.tui.widgets.key_line import KeyLine
from journal.tui.widgets.pick_list import Pick, PickList
from journal.vault.backup.making import create
from journal.vault.backup.places import Backup, Seen, folders_of, is_there, salt_of, seen
from journal.vault.backup.rehearsing import Rehearsed, rehearse
from journal.vault.backup.restoring import restore_over
from journal.vault.backup.telling import remark
from journal.vault.vault import Vault

T = TypeVar("T")

_EMPTY = (
    "There is no backup yet.\n\n"
    "One is made whenever the journal is closed after a change, and b makes one now. Each is a copy of all of it, "
    "encrypted like the journal; copy these to another disk rather than the journal itself."
)
_COMMANDS = (
    Command("make", "b", "Make one", "Make a backup now, and verify it"),
    Command("verify", "v,enter", "Verify", "Verify this backup: open it, check it and read it to its end"),
    Command("restore", "r", "Restore", "Put this backup in the place of the journal, after a question"),
    Command("close", "escape,q", "Back", "Go back"),
)


class BackupsScreen(JournalScreen[None]):
    """The backups, the latest first, with their age and size."""

    CSS_PATH = "backups.tcss"
    ACTIONS: ClassVar[tuple[Command, ...]] = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "PickList"

    def __init__(self) -> None:
        super().__init__()
        self._backups: dict[str, Backup] = {}
        self._salt = b""

    def compose(self) -> ComposeResult:
        """Where they are, the list, and what was done last."""
        yield Static("Backups", classes="heading")
        yield Static(Content(safe(self._where())), id="where")
        yield Static(Content(_EMPTY), id="empty")
        yield PickList()
        yield Static("", id="said")
        yield KeyLine()

    def on_mount(self) -> None:
        """Looks which there are."""
        self._load()

    def _where(self) -> str:
        preferences = self.journal.preferences
        chosen = preferences.backup_folder
        first, *rest = folders_of(self.journal.path, chosen)
        words = f"In {first}. The latest of each of {preferences.backups} days is kept; the settings say how many."
        if rest and not is_there(chosen):
            words += f" That folder is not there now: what is made meanwhile is in {rest[-1]}."
        return words

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        def look(vault: Vault) -> tuple[Seen, bytes]:
            return seen(vault.path, vault.settings.get().backup_folder), salt_of(vault.path)

        try:
            # By itself: looking at the file must not fall into a transaction.
            there, self._salt = await self.journal.vault.by_itself(look)
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", problem=True)
            return
        if not self.is_attached:
            return
        if there.trouble is not None:
            self._say(f"{there.trouble.message} {there.trouble.hint}", problem=True)
        ordered = sorted(there.backups, key=lambda one: one.made, reverse=True)
        self._backups = {str(one.place): one for one in ordered}
        self.query_one("#empty").display = not ordered
        picks = self.query_one(PickList)
        picks.display = bool(ordered)
        picks.show([self._pick(one) for one in ordered])
        if ordered:
            picks.focus()

    def _pick(self, one: Backup) -> Pick:
        made = one.made.astimezone()
        title = f"{made:%Y-%m-%d %H:%M}  {remark(one, self._salt)}".rstrip()
        age = days_away(made.date(), self.journal.today())
        return Pick(str(one.place), title, age, f"{one.size / 1e6:.1f} MB", quiet=one.replaced)

    @property
    def _chosen(self) -> Backup | None:
        pick = self.query_one(PickList).highlighted
        return self._backups.get(pick.id) if pick else None

    @property
    def _is_at_it(self) -> bool:
        return any(worker.group == "backup" and not worker.is_finished for worker in self.workers)

    # What can be done

    def action_make(self) -> None:
        """Makes one now."""
        if not self._is_at_it:
            self._make()

    @work(group="backup")
    async def _make(self) -> None:
        self._say("Making a backup, and verifying it …")
        made = await self._try(lambda vault: create(vault))
        if made is not None:
            self._say(f"Made and verified: {made.place.name}. {made.elsewhere}".rstrip())
            self._load()

    @on(PickList.Chosen)
    def action_verify(self) -> None:
        """Verifies the one under the cursor by a rehearsal."""
        if (one := self._chosen) is not None and not self._is_at_it:
            self._verify(one)

    @work(group="backup")
    async def _verify(self, one: Backup) -> None:
        if (found := await self._rehearsed(one)) is not None:
            self._say(f"It is whole, and everything in it can be read. {found.told()}")

    def action_restore(self) -> None:
        """Restores the journal from the one under the cursor, after a rehearsal and a question."""
        if (one := self._chosen) is not None and not self._is_at_it:
            self._restore(one)

    @work(group="backup")
    async def _restore(self, one: Backup) -> None:
        if (found := await self._rehearsed(one)) is None:
            return
        question = (
            f"Restore the backup of {one.made.astimezone():%Y-%m-%d %H:%M}?\n\n{found.told()}\n\n"
            "The journal as it is now is kept beside the backups. It locks then, and opens with the passphrase of "
            "the backup."
        )
        if not await self.app.push_screen_wait(ConfirmScreen(question, "Restore it", "Leave it as it is")):
            self._say("Nothing was changed.")
            return
        try:
            await self.journal.keep_drafts()
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", problem=True)
            return
        self._say("Restoring …")
        if await self._try(lambda vault: restore_over(vault, found)) is not None:
            await self.journal.leave(Ending.LOCKED)

    async def _rehearsed(self, one: Backup) -> Rehearsed | None:
        """What is in a backup, or None where it can't be relied on, which is said then."""
        typed: str | None = None
        if one.salt != self._salt:
            typed = await self.app.push_screen_wait(BackupPassphraseScreen())
            if typed is None:
                return None
        self._say("Verifying: it is opened, checked and read to its end …")
        near = self.journal.path.resolve()
        return await self._try(lambda vault: rehearse(one.place, typed or vault.key, near=near))

    async def _try(self, job: Callable[[Vault], T]) -> T | None:
        """What the job gives, or None where it can't be done, which is said then."""
        try:
            return await self.journal.vault.at_length(job)
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", problem=True)
            return None

    def action_close(self) -> None:
        """Goes back; what is under way goes on to its end."""
        self.dismiss(None)

    def _say(self, words: str, *, problem: bool = False) -> None:
        if self.is_attached:
            said = self.query_one("#said", Static)
            said.update(Content(safe_line(words)))
            said.set_class(problem, "-problem")

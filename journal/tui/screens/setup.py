"""The set-up of a new journal."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from journal.errors import JournalError
from journal.model.names import split_names, tidy_names
from journal.safety.text import safe_line
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import JournalScreen
from journal.tui.screens.new_secret import NewSecret
from journal.tui.widgets.key_line import KeyLine
from journal.vault.backup.places import folder_of
from journal.vault.people import Person
from journal.vault.settings import Preferences
from journal.vault.vault import Vault

_COMMANDS = (
    Command("create", "ctrl+s", "Create", "Create the journal"),
    Command("create_with_sheet", "f3", "With sheet", "Create the journal, and make a recovery sheet for it"),
    Command("offer", "ctrl+g", "Suggest", "Suggest a passphrase of six random words"),
    Command("quit", "escape", "", "Quit without creating a journal"),
)

_WHAT = (
    "This is a private place for your homework between sessions: what you tried, how it was, and what to bring to your "
    "therapist. Everything stays in one encrypted file on this machine, and nothing leaves it unless you choose it. "
    "It is for adults, it is no crisis service, and it does not replace your therapist."
)
_BACKUPS = (
    "Backups of a journal lie beside this place. To go back to one, press Esc and run: journal backup restore (with "
    "--file, if you named the file)."
)
_NO_WAY_BACK = (
    "Nobody can open the journal without the passphrase, unless you make a recovery sheet: F3 here, or later in the "
    "settings. Keep it somewhere safe."
)


class SetupScreen(JournalScreen[bool]):
    """Creates a journal: a passphrase, nicknames and the minutes to lock. True when it is open."""

    CSS_PATH = "door.tcss"
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "#secret"

    wants_sheet = False  # whether a recovery sheet is made next, which takes nothing of whoever doesn't want one
    _created = False
    _passphrase = ""

    def compose(self) -> ComposeResult:
        """Everything on one page; only the passphrase is needed."""
        with VerticalScroll(id="steps", can_focus=False):
            yield Static("journal", classes="name")
            yield Static(Content(_WHAT), classes="what")
            if folder_of(self.journal.path).is_dir():
                yield Static(Content(_BACKUPS), classes="what", id="backups")
            yield Static("Passphrase", classes="label")
            yield Static(Content(_NO_WAY_BACK), classes="quiet")
            yield NewSecret("passphrase", "file")
            yield Static("Your nickname", classes="label")
            yield Input(placeholder="May be left empty; it heads your summaries", id="nickname")
            yield Static("Partners' nicknames", classes="label")
            yield Input(placeholder="May be left empty; commas between them", id="partners")
            yield Static("Lock after how many minutes without a key", classes="label")
            yield Input(str(Preferences().lock_minutes), type="integer", max_length=2, id="minutes")
            yield Static("", id="said")
            yield Button("Create the journal", variant="primary", id="create")
            yield Button("Create it and make a recovery sheet", id="sheet", compact=True)
            yield Static(Content(f"It will be at {safe_line(str(self.journal.path))}"), classes="quiet")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begins at the top, although the first line to type in is further down."""
        self.call_after_refresh(self.query_one("#steps").scroll_home, animate=False)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        if event.input.id == "minutes":
            self.action_create()
        else:
            self.focus_next()

    def action_offer(self) -> None:
        """Shows six random words, to be typed into both lines."""
        self.query_one(NewSecret).offer()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "sheet":
            self.action_create_with_sheet()
        else:
            self.action_create()

    def action_create_with_sheet(self) -> None:
        """The same, and a recovery sheet is made next."""
        self._begin(wants_sheet=True)

    def action_create(self) -> None:
        """Creates the journal, after a warning where the passphrase is weak; once, however often it is asked."""
        self._begin(wants_sheet=False)

    def _begin(self, *, wants_sheet: bool) -> None:
        if not any(worker.group == "create" and not worker.is_finished for worker in self.workers):
            self.wants_sheet = wants_sheet
            self._create_as_typed()

    @work(group="create")
    async def _create_as_typed(self) -> None:
        values = {line.id: line.value for line in self.query(Input)}
        secret, minutes = self.query_one(NewSecret), values["minutes"]
        passphrase = secret.answer
        if problem := secret.problem():
            self._say(problem)
        elif not (minutes.isdecimal() and 1 <= int(minutes) <= 60):
            self._say("The minutes have to be from 1 to 60.", "minutes")
        elif await secret.accepted():
            await self._create(passphrase, values["nickname"] or "", values["partners"] or "", int(minutes))

    async def _create(self, passphrase: str, nickname: str, partners: str, minutes: int) -> None:
        self._say("Creating …", problem=False)
        people = [Person(name, is_self=True) for name in tidy_names([nickname])]
        people += [Person(name) for name in split_names(partners) if name.casefold() != nickname.strip().casefold()]

        def introduce(vault: Vault) -> None:
            for person in people:
                vault.people.add(person)
            vault.settings.set(Preferences(lock_minutes=minutes))

        try:
            await self.journal.vault.create(self.journal.path, passphrase)
            await self.journal.vault.write(introduce)
        except JournalError as error:
            self._say(f"{error.message} {error.hint}", "secret")
        else:
            self.journal.preferences = Preferences(lock_minutes=minutes)
            self._created, self._passphrase = True, passphrase if self.wants_sheet else ""
            self._end_when_in_front()

    def on_screen_resume(self) -> None:
        """Goes on to the journal if it was made while the screen was blanked."""
        self._end_when_in_front()

    def _end_when_in_front(self) -> None:
        if not (self._created and self.app.screen is self):
            return
        passphrase, self._passphrase = self._passphrase, ""
        if passphrase:
            from journal.tui.screens.secrets.sheet import SheetScreen

            self.app.push_screen(SheetScreen(passphrase), lambda _: self._end_when_in_front())
        else:
            self.dismiss(True)

    def _say(self, words: str, focus: str = "", *, problem: bool = True) -> None:
        said = self.query_one("#said", Static)
        said.update(Content(words))
        said.set_class(problem, "-problem")
        if focus:
            self.query_one(f"#{focus}", Input).focus()
        said.scroll_visible()

    def action_quit(self) -> None:
        """Leaves without creating anything."""
        self.dismiss(False)

"""One definition per action: its key, its words in the footer, in the palette and on the help page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual.binding import Binding, BindingType

from journal.tui.places import PLACES


@dataclass(frozen=True)
class Command:
    """Something that a screen or the app can do.

    `action` is a Textual action of the screen, or of the app where it begins with `app.`; `key` may be several with
    commas between. `footer` is one or two words, or "" to be left out of the footer. `help` is the sentence on the help
    page and in the palette. `priority` commands work whatever is focused, so their keys are never letters.
    """

    action: str
    key: str
    footer: str
    help: str
    priority: bool = False

    @property
    def binding(self) -> Binding:
        """The Textual binding of this command."""
        return Binding(
            self.key,
            self.action,
            self.footer or self.help,
            show=bool(self.footer),
            tooltip=self.help,
            priority=self.priority,
        )

    @property
    def shown_key(self) -> str:
        """The first key as people write it."""
        key = self.key.split(",")[0]
        return {"question_mark": "?", "slash": "/", "comma": ","}.get(
            key, key.replace("ctrl+", "Ctrl-").capitalize() if len(key) > 1 else key
        )


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings of some commands, for a BINDINGS attribute."""
    return [command.binding for command in commands]


def unlisted(commands: Iterable[Command], *actions: str) -> tuple[Command, ...]:
    """The same commands, with those of these actions left out of the footer, which has little room."""
    return tuple(replace(command, footer="") if command.action in actions else command for command in commands)


HISTORY = Command("history", "h", "", "Show the earlier versions of this, and restore one")

APP_COMMANDS = (
    Command("app.help", "f1", "Help", "Show what can be done here, with its keys", priority=True),
    Command("app.lock", "ctrl+l", "Lock", "Lock the journal at once; drafts are kept", priority=True),
    Command("app.people", "f4", "", "Say who is who, and which names no summary shows", priority=True),
    Command("app.support", "f6", "", "Open the support page", priority=True),
    Command("app.timer", "f7", "", "Go to the practice timer", priority=True),
    Command("app.blank", "f8", "Blank", "Blank the screen at once; F8 again shows it", priority=True),
    Command("app.command_palette", "ctrl+p", "", "Find a command by typing its words", priority=True),
    Command("app.settings", "f10", "", "Change the settings of this journal", priority=True),
    Command("app.leave", "ctrl+q", "Quit", "Close the journal and quit; drafts are kept", priority=True),
)

LEDGER = Command("app.ledger", "L", "", "Show the copies that left the journal, and delete plain ones")
END = Command("app.end_of_therapy", "f9", "", "When therapy ends: keep, seal or destroy the journal", priority=True)
PASSPHRASE = Command("app.passphrase", "f2", "", "Change the passphrase", priority=True)
SHEET = Command("app.recovery_sheet", "f3", "", "Make a recovery sheet, to write down by hand", priority=True)
MERGE = Command("app.merge", "", "", "Take in another copy of the journal that lies beside it")

BACKUPS = Command("app.backups", "f5", "", "Make, verify and restore backups of the journal", priority=True)
DOCTOR = Command("app.doctor", "f12", "", "Check the journal: its file, its backups, and what keeps it safe here")

# Found by their words wherever the journal is open, whether or not a key leads there from the screen in front.
PALETTE_COMMANDS = (*(replace(one, key="") for one in (LEDGER, END, PASSPHRASE, SHEET, BACKUPS, DOCTOR)), MERGE)

PLACE_COMMANDS = (
    *(Command(f"app.go('{place.id}')", place.key, "", place.help) for place in PLACES),
    Command("app.log", "n", "Log", "Log a new entry"),
    Command("app.search", "slash", "", "Search the journal"),
    Command("app.trash", "T", "", "Show the trash"),
    Command("app.shared", "V", "", "Review everything that is shared, and take it back"),
    Command("mask", "m", "", "Mask titles, or show them again"),
    Command("app.settings", "comma", "", "Change the settings of this journal"),
    Command("app.help", "question_mark", "Help", "Show what can be done here, with its keys"),
)

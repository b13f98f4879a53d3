"""A person who uses what keeps a journal: another passphrase, a recovery sheet, backups, copies and an archive."""

import shutil
from pathlib import Path

from journal.vault.recovery import key_of, salt_of
from journal.vault.vault import Vault
from tests.e2e.everything import Everything
from tests.e2e.sheets import look_for, read_from
from tests.making import made

CONFLICT = "journal.sync-conflict-20260518-090000-ABCDEFG.db"


class Keeping(Everything):
    """Each part begins and ends in the open journal, but for `recover`, which begins where it is locked."""

    _words: tuple[str, ...] = ()

    def _settings(self, key: str, then: str) -> None:
        self.press("f10", "Minutes to lock")
        self.press(key, then)

    def _leave_settings(self) -> None:
        self.back("Minutes to lock")
        self.window.press("escape")
        self.window.until_gone("Minutes to lock")

    def _new_passphrase(self, name: str) -> str:
        return f"twelve {self.needles.unkept(name)} gates"

    def change_passphrase(self) -> None:
        """From the settings."""
        new = self._new_passphrase("passphrase set in the app")
        self._settings("f2", "The present passphrase")
        self.keys(self.secret, "tab", new, "tab", new, "\x13")
        self.window.until_text("The passphrase is changed")
        self.secret = new
        self._leave_settings()

    def make_sheet(self) -> None:
        """Read off the screen and typed back."""
        self._settings("f3", "Recovery sheet")
        self.window.until_text("Your passphrase")
        self.keys(self.secret, "enter")
        self.window.until_text("24. ")
        self._words, number = read_from(self.window.text)
        look_for(self.needles, self._words, key_of(" ".join(self._words), salt_of(number)).secret())
        self.window.press("enter")
        self.window.until_gone("24. ")
        self._type_words()
        self.keys(number, "\x13")
        self.window.until_text("Minutes to lock")
        self.window.press("escape")
        self.window.until_gone("Minutes to lock")

    def _type_words(self) -> None:
        for line in range(4):
            self.keys(" ".join(self._words[line * 6 : line * 6 + 6]), "tab")

    def back_up(self) -> None:
        """A backup is made and verified."""
        self._settings("f5", "Make one")
        self.press("b", "Made and verified")
        self.press("v", "It is whole")
        self._leave_settings()

    def take_in(self, path: Path) -> None:
        """A conflict copy with an entry of its own lies beside the journal, and is taken in."""
        copy = path.with_name(CONFLICT)
        shutil.copy(path, copy)
        other = Vault.open(copy, self.secret)
        other.entries.add(made(self.needles.new("written in a conflict copy")))
        other.close()
        self.press("ctrl+p", "Search for commands")
        self.keys("other copies")
        self.window.until_text("Take in")
        self.window.press("enter")
        self.window.until_text("Other copies of this journal")
        self.press("enter", "1 entry came in.")
        self.press("d", "Delete")
        self.keys("tab", "enter")
        self.window.until(lambda: not copy.exists(), "the copy is gone")
        self.window.press("escape")
        self.window.until_gone("Other copies of this journal")

    def recover(self) -> None:
        """At the unlock screen, with the sheet; the next one is put off."""
        new = self._new_passphrase("passphrase set with the sheet")
        self.window.until_text("f3 Forgotten?")
        self.press("f3", "Words 1 to 6")
        self._type_words()
        self.keys("\x13")
        self.window.until_text("Now set a new passphrase")
        self.keys(new, "tab", new, "\x13")
        self.window.until_text("Not now")
        self.window.press("escape")
        self.secret = new
        self.window.until_text("[1 Today]")

    def seal(self, home: Path) -> None:
        """An archive is written; the journal is kept."""
        archive = f"six {self.needles.unkept('passphrase of the archive')} doors"
        self._settings("f9", "When therapy ends")
        self.press("tab enter", "Passphrase of the archive")
        self.keys(archive, "tab", archive, "\x13")
        self.window.until_text("The archive is there.")
        assert len(list(home.glob("*.age"))) > 0
        self.window.press("escape")
        self.window.until_text("When therapy ends")
        self._leave_settings()

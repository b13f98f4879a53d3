"""The pages that open over any place: settings, people, the ledger and the like. Each is imported when it is opened."""

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import Screen

from journal.tui.ending import Ending
from journal.tui.vault_thread import VaultThread


class Opening(App[Ending]):
    """The part of the app that opens its pages."""

    vault: VaultThread

    def _open(self, kind: Callable[[], Screen[Any]]) -> None:
        """Opens a screen once the journal is open, unless it is open already."""
        if self.vault.is_open and not any(type(screen) is kind for screen in self.screen_stack):
            self.push_screen(kind())

    def action_settings(self) -> None:
        """Opens the settings, once the journal is open."""
        from journal.tui.screens.settings import SettingsScreen

        self._open(SettingsScreen)

    def action_people(self) -> None:
        """Opens the people of the journal, once it is open."""
        from journal.tui.screens.people.people import PeopleScreen

        self._open(PeopleScreen)

    def action_ledger(self) -> None:
        """Shows what left the journal, once it is open."""
        from journal.tui.screens.ledger.screen import LedgerScreen

        self._open(LedgerScreen)

    def action_merge(self) -> None:
        """Shows the conflict copies beside the journal, once it is open."""
        from journal.tui.screens.merge.screen import MergeScreen

        self._open(MergeScreen)

    def action_end_of_therapy(self) -> None:
        """Opens the three ways on from the end of therapy, once the journal is open."""
        from journal.tui.screens.end.ways import WaysScreen

        self._open(WaysScreen)

    def action_passphrase(self) -> None:
        """Opens the page for another passphrase, once the journal is open."""
        from journal.tui.screens.secrets.change import ChangePassphraseScreen

        self._open(ChangePassphraseScreen)

    def action_recovery_sheet(self) -> None:
        """Opens the page for a recovery sheet, once the journal is open."""
        from journal.tui.screens.secrets.sheet import SheetScreen

        self._open(SheetScreen)

    def action_backups(self) -> None:
        """Shows the backups, once the journal is open."""
        from journal.tui.screens.backups.screen import BackupsScreen

        self._open(BackupsScreen)

    def action_doctor(self) -> None:
        """Looks at what keeps the journal safe, once it is open."""
        from journal.tui.screens.doctor.screen import DoctorScreen

        self._open(DoctorScreen)

    def action_trash(self) -> None:
        """Shows the trash."""
        from journal.tui.screens.trash import TrashScreen

        self.push_screen(TrashScreen())

    def action_shared(self) -> None:
        """Shows everything that is shared."""
        from journal.tui.screens.shared import SharedScreen

        self.push_screen(SharedScreen())

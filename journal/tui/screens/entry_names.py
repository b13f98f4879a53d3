"""The names of what entries refer to, read from the vault."""

from journal.tui.widgets.entry_page import Names
from journal.vault.vault import Vault


def entry_names(vault: Vault) -> Names:
    """The scales of a journal, the person's own included, and the titles of its homework."""
    return Names(vault.scales(), {one.id: one.content.heading for one in vault.assignments.list()})

"""Files that leave the journal: whole or not at all, encrypted where that is wanted, in the ledger."""

from journal.outgoing.files import default_name, write_file

__all__ = ["default_name", "write_file"]

"""What is said of the backups of a journal before it goes."""

from collections.abc import Sequence

from journal.vault.backup.places import Backup


def told(backups: Sequence[Backup]) -> str:
    """How many there are and where, and that they go with the journal; "" where there are none."""
    if not backups:
        return ""
    folders = sorted({str(one.place.parent) for one in backups})
    how_many = "1 backup" if len(backups) == 1 else f"{len(backups)} backups"
    goes = "It goes" if len(backups) == 1 else "They go"
    return f"The journal has {how_many}, in {' and '.join(folders)}. {goes} with it."

"""The driver's errors in our words, by the primary result codes of SQLite."""

from pathlib import Path

from journal.errors import Damaged, JournalError, JournalInUse, NotWritable, WrongPassphrase
from journal.vault.stopping import Stopped

DISK_ERROR_HINT = "Nothing was saved. Check the disk, then try again."
DAMAGE = (11, 26)
STUCK = (
    7,
    8,
    *DAMAGE,
)  # all it answers once it has met damage, as if memory were short or the file read-only


def code_of(error: Exception) -> int:
    """The primary result code of SQLite in an error of the driver; 0 where it has none."""
    return 7 if isinstance(error, MemoryError) else getattr(error, "sqlite_errorcode", 0) & 0xFF


def translated(error: Exception, path: Path) -> JournalError:
    """A driver's error as one of ours. Nothing of the driver's message is kept, for it may quote what it was given."""
    match code_of(error):
        case 5 | 6:
            return JournalInUse(f"Another program is using {path}.", "Close it there, or wait a moment, and try again.")
        case 7:
            return JournalError("There is not enough memory for that.", "Close other programs, then try again.")
        case 8 | 14:
            return NotWritable(
                f"{path} or its folder can't be written to.", "Check the permissions of the file and of its folder."
            )
        case 9:
            return Stopped()
        case 10:
            return NotWritable(f"The disk reported an error at {path}.", DISK_ERROR_HINT)
        case 13:
            return NotWritable("The disk is full.", "Nothing was saved. Make some room, then save again.")
        case 26:
            return WrongPassphrase(
                "That passphrase does not open this journal.", "Check the keyboard and Caps Lock, and try again."
            )
        case 1 if "malformed JSON" in str(error):  # the end of a long text that SQLCipher gave as zeros
            return damaged(path)
        case 11:
            return damaged(path)
        case _:
            code = getattr(error, "sqlite_errorname", type(error).__name__)
            return JournalError(f"The journal file refused an operation ({code}).", "Nothing was saved by it.")


def damaged(path: Path, what: str = "") -> Damaged:
    """A file is not as it was written; `what` says more of it in a sentence."""
    return Damaged(
        f"{path} is damaged. {what}".rstrip(),
        "Keep this file as it is, and go back to a backup, or save what can be read with: journal doctor --salvage",
    )

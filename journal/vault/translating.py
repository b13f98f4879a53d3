"""The errors of the SQLite driver in our words."""

from pathlib import Path

from journal.errors import Damaged, JournalError, JournalInUse, NotWritable, WrongPassphrase
from journal.vault.stopping import Stopped


def code_of(error: Exception) -> int:
    """SQLite's number of an error, without what says more of it."""
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
            return NotWritable(
                f"The disk reported an error at {path}.", "Nothing was saved. Check the disk, then try again."
            )
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


def damaged(path: Path) -> Damaged:
    """What is said of a file that can't be read to its end."""
    return Damaged(
        f"{path} is damaged.",
        "Keep this file as it is, and go back to a backup, or save what can be read with: journal doctor --salvage",
    )

"""The backups of an open journal: whether the newest can be relied on, how old it is, and what else lies there."""

import shlex
from collections.abc import Iterable, Iterator

from journal.clock import today
from journal.doctor.finding import Finding, bad, good, look, unknown
from journal.doctor.words import ago
from journal.errors import Damaged, JournalError, WrongPassphrase
from journal.safety.text import safe_line
from journal.vault.backup.places import Backup, folders_of, is_current, is_there, salt_of
from journal.vault.backup.rehearsing import rehearse
from journal.vault.stopping import Stopped
from journal.vault.vault import Vault

_ABOUT = "backups"
_OLD_DAYS = 7
_MAKE = "Make one: journal backup create"


def backups(vault: Vault) -> Iterator[Finding]:
    """What is found of the backups. The newest that opens with the key of the journal is rehearsed."""
    try:
        every = sorted(vault.backups(), key=lambda one: one.made, reverse=True)
        chosen = vault.settings.get().backup_folder
        salt = salt_of(vault.path)
    except JournalError as error:
        yield unknown(_ABOUT, error.message, error.hint)
        return
    if chosen.strip() and not is_there(chosen):
        yield look(
            _ABOUT,
            f"The folder that is set for backups is not there now: {safe_line(str(folders_of(vault.path, chosen)[0]))}",
            "Connect the disk it is on, and look again; or choose another folder in the settings (F10).",
        )
    made = [one for one in every if not one.replaced]
    mine = [one for one in made if one.salt == salt]
    yield from _newest(vault, mine, made)
    yield from _of_before(made, mine)
    yield from _replaced([one for one in every if one.replaced])


def _newest(vault: Vault, mine: list[Backup], made: list[Backup]) -> Iterator[Finding]:
    if not mine:
        none = "No backup opens with the passphrase that the journal has now."
        yield look(_ABOUT, none if made else "There is no backup of this journal.", _MAKE)
        return
    newest = mine[0]
    when = f"The newest backup, of {ago(_days(vault, newest))},"
    try:
        rehearse(newest.place, vault.key, near=vault.path.resolve())
    except Stopped:
        raise
    except (Damaged, WrongPassphrase):  # the salt alone is right where the first page is damaged
        yield bad(_ABOUT, f"{when} is damaged: {safe_line(str(newest.place))}", _instead(vault, mine[1:]))
        return
    except JournalError as error:
        yield unknown(_ABOUT, f"{when} could not be read. {error.message}", error.hint)
        return
    whole = f"{when} is whole, and everything in it can be read."
    try:
        current = is_current(vault.path, mine)
    except OSError:
        current = False
    if current:
        yield good(_ABOUT, f"{whole} Nothing was changed since.")
    elif _days(vault, newest) > _OLD_DAYS:
        yield look(_ABOUT, f"{whole} What was changed since is in none.", _MAKE)
    else:
        yield good(_ABOUT, f"{whole} What was changed since comes into the next.")


def _instead(vault: Vault, older: Iterable[Backup]) -> str:
    """What to do about a damaged one: the newest of the older ones that is whole is named."""
    for one in older:
        try:
            rehearse(one.place, vault.key, near=vault.path.resolve())
        except (Damaged, WrongPassphrase):
            continue
        except Stopped:
            raise
        except JournalError:
            break
        named = safe_line(str(one.place))
        return f"Check the disk it is on, and make another: journal backup create. The newest whole one is {named}"
    return "Check the disk it is on, and make another: journal backup create. No older one is whole."


def _of_before(made: list[Backup], mine: list[Backup]) -> Iterator[Finding]:
    if other := [one for one in made if one not in mine]:
        one = len(other) == 1
        were = "1 backup was" if one else f"{len(other)} backups were"
        yield look(
            _ABOUT,
            f"{were} made before the passphrase was changed, and {'opens' if one else 'open'} with the old one.",
            f"If somebody else may know the old one, delete {'it' if one else 'them'}: {_remove(other)}",
        )


def _replaced(replaced: list[Backup]) -> Iterator[Finding]:
    if replaced:
        one = len(replaced) == 1
        lies = "The journal that a backup replaced lies" if one else f"{len(replaced)} journals that were replaced lie"
        it = "it" if one else "them"
        yield look(
            _ABOUT,
            f"{lies} beside the backups, encrypted. Nothing removes {it} by itself.",
            f"Once the journal is as it should be, delete {it}: {_remove(replaced)}",
        )


def _remove(backups: Iterable[Backup]) -> str:
    return safe_line("rm " + shlex.join(str(one.place) for one in backups))


def _days(vault: Vault, backup: Backup) -> int:
    return (today(vault.clock()) - today(backup.made)).days

"""The backups of an open journal: whether the newest can be relied on, how old it is, and what else lies there."""

from collections.abc import Generator, Iterable, Iterator

from journal.clock import today
from journal.doctor.finding import Finding, bad, good, look, unknown
from journal.doctor.words import ago
from journal.errors import Damaged, JournalError, WrongPassphrase
from journal.safety.text import safe_line, shell_words
from journal.vault.backup.places import Backup, folders_of, is_current, is_there, salt_of, seen
from journal.vault.backup.rehearsing import rehearse
from journal.vault.key import SALT_BYTES
from journal.vault.stopping import Stopped
from journal.vault.vault import Vault

_ABOUT = "backups"
_OLD_DAYS = 7
_MAKE = "Make one: journal backup create"
_OTHER_KEY = ("1 backup opens with another key than the journal.", "{} backups open with another key than the journal.")
_REPLACED = (
    "The journal that a backup replaced lies beside the backups, encrypted.",
    "{} journals that were replaced lie beside the backups, encrypted.",
)


def backups(vault: Vault) -> Iterator[Finding]:
    """What is found of the backups. The newest that opens with the key of the journal is rehearsed."""
    try:
        chosen = vault.settings.get().backup_folder
    except JournalError as error:
        yield unknown(_ABOUT, error.message, error.hint)
        return
    there, salt = seen(vault.path, chosen), salt_of(vault.path)
    every = sorted(there.backups, key=lambda one: one.made, reverse=True)
    if there.trouble is not None:
        yield unknown(_ABOUT, there.trouble.message, there.trouble.hint)
    if chosen.strip() and not is_there(chosen):
        yield look(
            _ABOUT,
            f"The folder that is set for backups is not there now: {safe_line(str(folders_of(vault.path, chosen)[0]))}",
            "Connect the disk it is on, and look again; or choose another folder in the settings (F10).",
        )
    made = [one for one in every if not one.replaced]
    mine = [one for one in made if one.salt == salt]
    others = [one for one in made if one.salt != salt]
    unread = [one for one in others if len(one.salt) < SALT_BYTES]
    whole = yield from _newest(vault, mine, made)
    yield from _apart([one for one in others if one not in unread], whole, _OTHER_KEY)
    yield from _apart([one for one in every if one.replaced], whole, _REPLACED)
    if unread:
        places = ", ".join(safe_line(str(one.place)) for one in unread)
        yield unknown(_ABOUT, f"This can't be read: {places}", "Check the disk it is on, and its permissions.")


def _newest(vault: Vault, mine: list[Backup], made: list[Backup]) -> Generator[Finding, None, Backup | None]:
    """What is found of the newest; gives it, or else an older one, where it was rehearsed and is whole."""
    if not mine:
        none = "No backup opens with the key that the journal has now."
        yield look(_ABOUT, none if made else "There is no backup of this journal.", _MAKE)
        return None
    newest = mine[0]
    when = f"The newest backup, of {ago(_days(vault, newest))},"
    try:
        rehearse(newest.place, vault.key, near=vault.path.resolve())
    except Stopped:
        raise
    except (Damaged, WrongPassphrase):  # the salt alone is right where the first page is damaged
        older = _whole(vault, mine[1:])
        named = f"The newest whole one is {safe_line(str(older.place))}" if older else "No older one is whole."
        yield bad(
            _ABOUT,
            f"{when} is damaged: {safe_line(str(newest.place))}",
            f"Check the disk it is on, and make another: journal backup create. {named}",
        )
        return older
    except JournalError as error:
        yield unknown(_ABOUT, f"{when} could not be read. {error.message}", error.hint)
        return None
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
    return newest


def _whole(vault: Vault, older: Iterable[Backup]) -> Backup | None:
    """The newest of the older ones that is whole."""
    for one in older:
        try:
            rehearse(one.place, vault.key, near=vault.path.resolve())
        except (Damaged, WrongPassphrase):
            continue
        except Stopped:
            raise
        except JournalError:
            break
        return one
    return None


def _apart(backups: Iterable[Backup], whole: Backup | None, said: tuple[str, str]) -> Iterator[Finding]:
    """What is found of those that are no backups of the journal as it is, `said` of one and of several.

    Nothing is known of what is in them. They may be removed where a backup that is whole is later than they are.
    """
    keep: list[Backup] = []
    spare: list[Backup] = []
    for one in backups:
        (spare if whole is not None and one.made < whole.made else keep).append(one)
    if keep:
        it = "It" if len(keep) == 1 else "They"
        yield look(
            _ABOUT,
            f"{said[len(keep) > 1].format(len(keep))} {it} may hold what the journal lacks.",
            f"Keep {it.lower().replace('they', 'them')}. What is in one is told by: journal backup verify "
            f"{shell_words([str(keep[0].place)])}",
        )
    if spare:
        it = "it" if len(spare) == 1 else "them"
        yield look(
            _ABOUT,
            f"{said[len(spare) > 1].format(len(spare))} A backup of the journal that is whole is later.",
            f"Once nothing is missing in the journal, delete {it}: rm {shell_words(str(one.place) for one in spare)}",
        )


def _days(vault: Vault, backup: Backup) -> int:
    return (today(vault.clock()) - today(backup.made)).days

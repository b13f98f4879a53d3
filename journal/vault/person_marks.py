"""Who was removed and whose journal this is, by digests of nicknames: nothing that was forgotten stays readable."""

import datetime as dt
import hashlib
import hmac
import json

from journal.vault.connection import Connection
from journal.vault.rows import instant, latest
from journal.vault.settings import keep

SELF = "self"  # the setting that says whose journal this is, by a digest


def folded(nickname: str) -> str:
    """A nickname as the file compares it: capitals of the Latin alphabet make no difference."""
    return "".join(char.lower() if char.isascii() else char for char in nickname)


def digest(connection: Connection, nickname: str) -> str:
    """What stands for a nickname in this journal and all its copies; "" for none."""
    if not nickname:
        return ""
    (journal,) = connection.row("SELECT id FROM journal") or ("",)
    return hmac.new(journal.encode(), folded(nickname).encode("utf-8"), hashlib.sha256).hexdigest()


def note_removal(connection: Connection, nickname: str, now: dt.datetime, updated: str = "") -> None:
    """Notes that nobody has this nickname any more."""
    removed = latest(now, dt.datetime.fromisoformat(updated)) if updated else now
    connection.run(
        "INSERT INTO person_removed (digest, removed) VALUES (?, ?) "
        "ON CONFLICT (digest) DO UPDATE SET removed = max(removed, excluded.removed)",
        (digest(connection, nickname), instant(removed)),
    )


def removal(connection: Connection, nickname: str) -> str:
    """When somebody of this nickname was removed, or ""."""
    row = connection.row("SELECT removed FROM person_removed WHERE digest = ?", (digest(connection, nickname),))
    return row[0] if row else ""


def note_self(connection: Connection, nickname: str, now: dt.datetime) -> None:
    """Notes whose journal this is, or with "" that nobody here is."""
    keep(connection, SELF, json.dumps(digest(connection, nickname)), now)

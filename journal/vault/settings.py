"""What the person set for this journal; kept inside it."""

from dataclasses import dataclass, fields, replace

import msgspec

from journal.vault.connection import Connection


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """Settings of one journal. `lock_minutes` is how long it stays open without a key; from 1 to 60."""

    lock_minutes: int = 2
    masked: bool = False


class Settings:
    """The settings of a vault; what was never set has its default."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self) -> Preferences:
        """All settings."""
        rows: dict[str, str] = dict(self._connection.rows("SELECT name, value FROM setting"))
        known = {f.name: msgspec.json.decode(rows[f.name]) for f in fields(Preferences) if f.name in rows}
        return replace(Preferences(), **known)

    def set(self, preferences: Preferences) -> None:
        """Keeps all settings."""
        with self._connection.atomic():
            for field in fields(Preferences):
                value = msgspec.json.encode(getattr(preferences, field.name)).decode("utf-8")
                self._connection.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (field.name, value))

"""The same jobs done directly with the driver: the floor that the vault is measured against."""

import json
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from journal.vault.key import Key
from journal.vault.rows import COLUMNS

_SETTINGS = (
    "temp_store = MEMORY", "journal_mode = DELETE", "synchronous = EXTRA", "busy_timeout = 5000", "foreign_keys = ON",
    "trusted_schema = OFF", "cell_size_check = ON", "secure_delete = ON",
)  # fmt: skip
PAGE = 50


class Raw:
    """A driver connection with the vault's settings and ready-made rows."""

    def __init__(self, path: Path, key: Key) -> None:
        self.driver = dbapi2.connect(str(path), isolation_level=None)
        self.driver.execute("PRAGMA cipher_memory_security = ON")
        self.driver.execute(f'PRAGMA key = "{key.pragma()}"')
        for setting in _SETTINGS:
            self.driver.execute(f"PRAGMA {setting}").fetchall()
        self._saved = 0

    def save(self, text: str) -> None:
        """One entry with its words and labels, in a transaction of its own."""
        self._saved += 1
        words, facts = json.dumps({"text": text}), '{"tags":["evening"]}'
        row = (self._saved, f"raw {self._saved}", "reflection", "0001-01-01", None, "", words, facts, 1, "", "")
        self.driver.execute("BEGIN IMMEDIATE")
        self.driver.execute(f"INSERT INTO entry (position, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self.driver.execute("INSERT INTO entry_search (rowid, body) VALUES (?, ?)", (self._saved, f"{text} evening"))
        self.driver.execute("COMMIT")

    def page(self, after: int = 1 << 62) -> list[Any]:
        """The rows of one page of all entries."""
        sql = "SELECT * FROM entry WHERE position < ? ORDER BY position DESC LIMIT ?"
        return list(self.driver.execute(sql, (after, PAGE + 1)))

    def find(self, word: str) -> list[Any]:
        """The rows of the first page of the entries with a word."""
        sql = """
            SELECT e.* FROM entry_search CROSS JOIN entry AS e ON e.position = entry_search.rowid
            WHERE entry_search MATCH ? ORDER BY entry_search.rowid DESC LIMIT ?
        """
        return list(self.driver.execute(sql, (f'"{word}"', PAGE + 1)))

    def count(self) -> int:
        """How many entries there are."""
        return int(self.driver.execute("SELECT count(*) FROM entry").fetchone()[0])

    def count_with(self, word: str) -> int:
        """How many entries have a word."""
        sql = "SELECT count(*) FROM entry_search WHERE entry_search MATCH ?"
        return int(self.driver.execute(sql, (f'"{word}"',)).fetchone()[0])

    def export(self) -> None:
        """Every row, made into one line of JSON each."""
        with Path("/dev/null").open("w", encoding="utf-8") as out:
            for row in self.driver.execute("SELECT * FROM entry ORDER BY position DESC"):
                out.write(json.dumps([*row[:6], json.loads(row[6]), json.loads(row[7]), *row[8:]], ensure_ascii=False))

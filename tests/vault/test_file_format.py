"""docs/file-format.md says enough to open a journal without this program, and says it right."""

import re
import subprocess
import sys
from pathlib import Path

from journal.vault.connection import Connection
from journal.vault.key import derive_key
from journal.vault.vault import Vault, read_salt
from tests.conftest import PASSPHRASE, ROOT
from tests.making import made
from tests.vault.decrypting import pages

DOCUMENT = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")

_MAKE = """
import sys
from pathlib import Path
from journal.vault.vault import Vault
from tests.making import made

vault = Vault.create(Path(sys.argv[1]), sys.argv[2])
vault.entries.add(made("calm", own={"mood": "warm"}))
vault.entries.add(made("caf\\u00e9"))
"""


def test_the_recipe_opens_a_journal(path: Path) -> None:
    """The program in the document opens a journal made with the keys that people get, accents included."""
    passphrase = "Quiet lantern, Cafe\u0301"
    subprocess.run([sys.executable, "-c", _MAKE, str(path), passphrase], check=True)
    (recipe,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", recipe, str(path)],
        input=passphrase + "\n",
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,  # no terminal, so that the passphrase is read from here
    )
    assert done.stdout.splitlines() == [
        '2026-05-04 {"text":"café"}',
        '2026-05-04 {"text":"calm","details.mood":"warm"}',
    ]


def test_the_pages_are_as_described(path: Path, vault: Vault) -> None:
    """Decrypted with Python alone, every page has its code, and the file is a SQLite database in clear."""
    vault.entries.add(made("calm breath"))
    secret = derive_key(PASSPHRASE, read_salt(path)).secret()
    first, *others = pages(path, secret)
    assert first[16:24] == bytes.fromhex(
        "1000 0101 5040 2020"
    )  # the settings of the header, after what the salt replaces
    assert first[68:72] == b"jrnl"
    assert any(b'{"text":"calm breath"}' in page for page in others)


def test_every_table_and_column_is_described(path: Path, vault: Vault) -> None:
    """No table, view or column of the schema is missing from the document."""
    vault.close()
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    names = [row[0] for row in connection.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    own = [name for name in names if not name.startswith(("entry_search_", "sqlite_"))]
    assert len(own) == 14
    for name in own:
        assert f"**{name}**" in DOCUMENT
        for column in connection.rows("SELECT name FROM pragma_table_info(?)", (name,)):
            assert f"`{column[0]}`" in DOCUMENT
    connection.close()

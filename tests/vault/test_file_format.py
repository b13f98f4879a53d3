"""docs/file-format.md says enough to open a journal without this program, and says it right."""

import re
import subprocess
import sys
from pathlib import Path

from journal.model.records import CONTENT_OF
from journal.vault.connection import Connection
from journal.vault.files import read_salt
from journal.vault.key import derive_key
from journal.vault.vault import Vault
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

# Nothing of this program can be imported: not from where it is installed, and not from the folder or the environment.
_WITHOUT_US = "import sys; sys.modules['journal'] = sys.modules['tests'] = None\n"


def test_the_recipe_opens_a_journal(path: Path) -> None:
    """The program in the document alone opens a journal made with the keys that people get, accents included."""
    passphrase = "Quiet lantern, Cafe\u0301"
    subprocess.run([sys.executable, "-c", _MAKE, str(path), passphrase], check=True)
    (recipe,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", _WITHOUT_US + recipe, str(path)],
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
    """Decrypted as the document says, every page has its code, and the file is a SQLite database in clear."""
    vault.entries.add(made("calm breath"))
    secret = derive_key(PASSPHRASE, read_salt(path)).secret()
    first, *others = pages(path, secret)
    assert first[16:24] == bytes.fromhex(
        "1000 0101 5040 2020"
    )  # the settings of the header, after what the salt replaces
    assert first[68:72] == b"jrnl"
    assert any(b'{"text":"calm breath"}' in page for page in others)


def test_every_table_and_column_is_described(path: Path, vault: Vault) -> None:
    """Each table and view of the schema has a paragraph in the document, and each of its columns is named there."""
    vault.close()
    connection = Connection(path, derive_key(PASSPHRASE, read_salt(path)))
    names = [row[0] for row in connection.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    own = [name for name in names if not name.startswith(("entry_search_", "sqlite_"))]
    assert {"entry", "summary_choice", "entry_label_source"} <= set(own)
    for name in own:
        words = paragraph(name) + (paragraph("entry") if "in the same columns" in paragraph(name) else "")
        columns = [row[0] for row in connection.rows("SELECT name FROM pragma_table_info(?)", (name,))]
        assert [column for column in columns if f"`{column}`" not in words] == [], name
    connection.close()


def test_every_type_of_record_is_described() -> None:
    """No type that a record may have is missing from what the document says of them."""
    assert [name for name in CONTENT_OF if f"`{name}`" not in paragraph("record")] == []


def test_every_number_of_the_schema_is_described() -> None:
    """Each step of the schema has its line, and from the second on it is said what becomes of a file before it."""
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", DOCUMENT, re.MULTILINE)]
    steps = sorted(path.name for path in (ROOT / "journal" / "vault" / "schema").glob("*.sql"))
    assert numbers == [int(name[:4]) for name in steps] == list(range(1, len(steps) + 1))
    assert [name for name in steps if f"`{name}`" not in DOCUMENT] == []


def paragraph(name: str) -> str:
    """What the document says of a table, a view or the records."""
    (found,) = (words for words in DOCUMENT.split("\n\n") if f"**{name}**" in words)
    return found

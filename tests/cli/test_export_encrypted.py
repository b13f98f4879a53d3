"""What leaves encrypted: what the options mean together, and that other programs open it."""

import io
import json
import stat
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pyrage import x25519

from journal.cli import leaving
from journal.cli.leaving import Way, Wishes, ending_of, way
from journal.errors import BadInput
from journal.model.shared_copy import Protection
from journal.outgoing.age import decrypted, wants_passphrase
from journal.vault.vault import Vault
from tests.cli.running import Talk, run
from tests.cli.test_refusals import without_privileges
from tests.conftest import PASSPHRASE
from tests.making import made as entry

Start = Callable[..., Talk]
TODAY = date(2026, 5, 17)
KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
SECRET = "amber kettle by the window"
NOTHING = Wishes(file=None, plaintext=False, force=False)


@pytest.fixture
def written(vault: Vault, path: Path) -> Path:
    """A journal with a few words in it."""
    vault.entries.add(entry("calm words"))
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder to export into."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def key(tmp_path: Path) -> tuple[Path, str]:
    """A key pair of age: the file with the secret one, and the public one."""
    file, secret = tmp_path / "key.txt", x25519.Identity.generate()
    file.write_text(f"{secret}\n")
    return file, str(secret.to_public())


def planned(form: str, **wishes: Any) -> Way:
    """How something leaves with these options."""
    return way(replace(NOTHING, **wishes), "summary", form, TODAY, Path("journal.db"), several=form == "csv")


@pytest.mark.parametrize(
    ("form", "wishes", "protection", "name"),
    [
        ("md", {"plaintext": True}, Protection.NONE, "summary-2026-05-17.md"),
        ("md", {"encrypt": "age", "password_fd": 3}, Protection.AGE, "summary-2026-05-17.md.age"),
        ("html", {"recipients": (KEY,)}, Protection.AGE, "summary-2026-05-17.html.age"),
        ("html", {"recipients": (KEY,), "file": "mine"}, Protection.AGE, "mine"),
        ("txt", {"file": "x.txt.AGE", "password_fd": 3}, Protection.AGE, "x.txt.AGE"),
        ("txt", {"file": "x.txt.age", "plaintext": True}, Protection.NONE, "x.txt.age"),
        ("pdf", {"password_fd": 3}, Protection.PASSWORD, "summary-2026-05-17.pdf"),
        ("pdf", {"encrypt": "password", "password_fd": 3}, Protection.PASSWORD, "summary-2026-05-17.pdf"),
        ("pdf", {"plaintext": True}, Protection.NONE, "summary-2026-05-17.pdf"),
        ("pdf", {"recipients": (KEY,)}, Protection.AGE, "summary-2026-05-17.pdf.age"),
        ("csv", {"plaintext": True}, Protection.NONE, "summary-2026-05-17-csv"),
        ("csv", {"recipients": (KEY, KEY)}, Protection.AGE, "summary-2026-05-17-csv.tar.age"),
    ],
)
def test_what_follows_from_the_options(
    form: str,
    wishes: dict[str, object],
    protection: Protection,
    name: str,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A recipient and the ending .age mean age, a PDF has a password, and the ending of a name says what it is."""
    monkeypatch.chdir(place)
    how = planned(form, **wishes)
    assert (how.protection, str(how.target)) == (protection, name)
    assert how.may_be_plain == (form == "pdf" and protection is Protection.PASSWORD and "encrypt" not in wishes)


@pytest.mark.parametrize(
    ("form", "wishes", "words"),
    [
        ("md", {"encrypt": "password", "password_fd": 3}, "Only a PDF can have a password"),
        ("md", {"password_fd": 3}, "--password-fd is for what is encrypted"),
        ("md", {"plaintext": True, "encrypt": "age"}, "--plaintext is for what is not encrypted"),
        ("md", {"plaintext": True, "recipients": (KEY,)}, "--plaintext is for what is not encrypted"),
        ("pdf", {"plaintext": True, "password_fd": 3}, "--plaintext is for what is not encrypted"),
        ("pdf", {"encrypt": "password", "recipients": (KEY,)}, "--recipient is for age"),
        ("md", {"recipients": (KEY,), "password_fd": 3}, "has no passphrase"),
        ("md", {"recipients": (KEY, "alex")}, "Recipient 2 is not a public key"),
        ("md", {"recipients": ("AGE-SECRET-KEY-1QQ",)}, "Recipient 1 is a secret key"),
    ],
)
def test_what_goes_together(form: str, wishes: dict[str, object], words: str) -> None:
    """Options that contradict one another are refused with what to do."""
    with pytest.raises(BadInput, match=words) as caught:
        planned(form, **wishes)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("file", "ending"),
    [
        ("a.html", "html"),
        ("a.HTML.age", "html"),
        ("a.age", ""),
        ("a", ""),
        (None, ""),
        ("-", ""),
        (".md", ""),
        ("a.b/c", ""),
    ],
)
def test_the_ending_within(file: str | None, ending: str) -> None:
    """The ending of age hides the one that says the format."""
    assert ending_of(file) == ending


@pytest.mark.parametrize("side", ["", "-journal", "-wal", "-shm"])
def test_the_journal_is_no_target(tmp_path: Path, side: str) -> None:
    """Neither the journal nor a file beside it, by its own name or that of a link to it."""
    real, link = tmp_path / "real" / "journal.db", tmp_path / "link.db"
    real.parent.mkdir()
    real.touch()
    link.symlink_to(real)
    for target, journal in ((real, real), (real, link), (link, link)):
        with pytest.raises(BadInput, match="is the journal itself"):
            leaving.refuse_journal(target.with_name(target.name + side), journal)


@pytest.mark.parametrize("what", [("summary", "--since", "0001-01-01"), ("data",), ("data", "--format", "csv")])
def test_for_a_recipient(
    vault: Vault, written: Path, place: Path, key: tuple[Path, str], what: tuple[str, ...]
) -> None:
    """No question is asked; the file is private, the secret key opens it, and the ledger says so."""
    (one,) = vault.entries.each()
    vault.entries.share(one.id, replace(one.content.sharing, therapist=frozenset({"text"})))
    file, public = key
    ended = run("--file", written, "export", *what, "--recipient", public, cwd=place)
    assert ended.code == 0
    (target,) = place.iterdir()
    assert ended.text == f"{target.name}\n" and target.name.endswith(".age")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    opened = b"".join(decrypted(target.read_bytes(), identity=file.read_text()))
    if "csv" in what:
        with tarfile.open(fileobj=io.BytesIO(opened)) as tar:
            member = tar.extractfile(f"{target.name.removesuffix('.tar.age')}/reflection.csv")
            opened = member.read() if member else b""
    assert b"calm words" in opened
    (line,) = vault.shared_copies.list()
    assert line.content.protection is Protection.AGE and line.content.format in ("md", "json", "csv")
    assert "secret key of a recipient" in ended.err and public not in ended.err


def test_with_a_passphrase_from_a_descriptor(written: Path, place: Path) -> None:
    """In a file and on standard output, it opens with the passphrase, which nothing shows; a weak one is warned of."""
    options = ("export", "data", "--encrypt", "age", "--password-fd", 0)
    ended = run("--file", written, *options, "-o", "a.json.age", cwd=place, stdin=f"{SECRET}\nrest".encode())
    assert (ended.code, ended.text) == (0, "a.json.age\n")
    assert "warning" not in ended.err and SECRET not in ended.err
    opened = b"".join(decrypted((place / "a.json.age").read_bytes(), passphrase=SECRET))
    assert json.loads(opened)["entries"]
    ended = run("--file", written, *options, "-o", "-", stdin=b"1234\n")
    assert ended.code == 0 and wants_passphrase(ended.out[:200])
    assert "journal: warning: This passphrase is weak" in ended.err and "1234" not in ended.err
    for given, words in ((b"", "gave no passphrase"), (b"\xff\n", "not text in UTF-8")):
        ended = run("--file", written, *options, "-o", place / "b", stdin=given)
        assert ended.code == 2 and words in ended.err
    assert [file.name for file in place.iterdir()] == ["a.json.age"]


def test_asked_twice_on_the_terminal(talk: Start, written: Path, place: Path) -> None:
    """Two that differ are asked for again, a weak one is warned about, and it is never seen."""
    one = talk("--file", written, "export", "data", "-o", place / "a.age")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    for first, second in (("kettle", "candle"), ("kettle", "kettle")):
        one.hear("Passphrase for the copy (Enter alone: six random words): ")
        one.say(first)
        one.hear("Again: ")
        one.say(second)
    assert one.end() == 0
    assert "These two were different." in one.seen and "This passphrase is weak" in one.seen
    assert "kettle" not in one.seen and "candle" not in one.seen
    assert b"".join(decrypted((place / "a.age").read_bytes(), passphrase="kettle")).startswith(b"{")


def test_six_words_are_made(talk: Start, written: Path, place: Path) -> None:
    """Enter alone makes a passphrase, which is written down and typed back."""
    one = talk("--file", written, "export", "data", "-o", place / "a.age", env={"TERM": "dumb"})
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("six random words): ")
    one.say()
    words = next(line for line in one.hear("Type them: ").splitlines() if line.startswith("    ")).strip()
    assert len(words.split()) == 6
    one.say(words)
    assert one.end() == 0
    assert b"".join(decrypted((place / "a.age").read_bytes(), passphrase=words)).startswith(b"{")


@pytest.mark.parametrize(
    "options",
    [("data", "--recipient", KEY), ("summary", "--recipient", KEY), ("data", "--format", "csv", "--plaintext"),
     ("data", "--format", "md", "--plaintext"), ("data", "--encrypt", "age")],
)  # fmt: skip
def test_never_to_a_terminal(talk: Start, written: Path, options: tuple[str, ...]) -> None:
    """What isn't text is refused by a terminal, whatever was agreed, and before the passphrase is asked for."""
    one = talk("--file", written, "export", *options, "-o", "-")
    one.hear("Standard output is a terminal, and this isn't text.")
    assert one.end() == 2
    assert "Passphrase" not in one.seen


def test_nobody_to_ask(written: Path, place: Path) -> None:
    """Without a terminal, what opens the copy has to be given."""
    ended = run("--file", written, "export", "data", "--encrypt", "age", cwd=place, passphrase=None)
    assert (ended.code, ended.out) == (2, b"")
    assert "--password-fd N" in ended.err and list(place.iterdir()) == []


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_from_a_journal_that_cannot_be_written_to(vault: Vault, written: Path, place: Path, form: str) -> None:
    """Everything leaves all the same, and a hint says that it isn't in the ledger; the journal is left as it was."""
    vault.close()
    before = written.read_bytes()
    written.chmod(0o400)
    ended = run(
        "--file",
        written,
        "export",
        "data",
        "--format",
        form,
        "--plaintext",
        "-o",
        place / "a",
        before=without_privileges,
    )
    assert ended.code == 0
    assert "journal: hint: The journal can't be written to, so this copy isn't in its ledger." in ended.err
    written.chmod(0o600)
    assert written.read_bytes() == before
    assert (place / "a").is_dir() == (form != "json")


def test_a_folder_that_cannot_be_written_to(written: Path, place: Path, vault: Vault) -> None:
    """It is an error that says so, nothing is left, and the ledger has no line."""
    place.chmod(0o500)
    try:
        for form in ("json", "csv"):
            ended = run(
                "--file", written, "export", "data", "--format", form, "--plaintext", "-o", place / "a",
                before=without_privileges,
            )  # fmt: skip
            assert (ended.code, ended.out) == (15, b"")
            assert "can't be written: permission denied" in ended.err
    finally:
        place.chmod(0o700)
    assert list(place.iterdir()) == [] and vault.shared_copies.list() == ()


@pytest.fixture
def released(vault: Vault, written: Path) -> Path:
    """The same journal with its words released."""
    (one,) = vault.entries.each()
    vault.entries.share(one.id, replace(one.content.sharing, therapist=frozenset({"text"})))
    return written


def words_of(file: Path, password: str = "") -> str:
    """The words in a PDF, which has a password or has none."""
    reader = pypdf.PdfReader(file)
    assert reader.is_encrypted == bool(password)
    if password:
        assert reader.decrypt(password)
    return "".join(page.extract_text() for page in reader.pages)


_PDF = ("export", "summary", "--since", "0001-01-01", "--format", "pdf")


@pytest.mark.parametrize("paper", [("--paper", "letter"), ()])
def test_a_pdf_has_a_password(vault: Vault, released: Path, place: Path, paper: tuple[str, ...]) -> None:
    """It opens with what the descriptor gave and not without, is on the paper asked for, and the ledger says so."""
    ended = run("--file", released, *_PDF, *paper, "--password-fd", 0, "-o", place / "a", stdin=SECRET.encode())
    assert ended.code == 0
    assert "opens with the password" in ended.err and SECRET not in ended.err
    assert "calm words" in words_of(place / "a", SECRET)
    reader = pypdf.PdfReader(place / "a", password=SECRET)
    assert round(float(reader.pages[0].mediabox.width)) == (612 if paper else 595)
    assert pypdf.PdfReader(place / "a").decrypt("another") == 0
    (line,) = vault.shared_copies.list()
    assert (line.content.protection, line.content.format) == (Protection.PASSWORD, "pdf")


@pytest.mark.parametrize(("typed", "code"), [("plain", 0), ("no", 1)])
def test_a_pdf_without_one_takes_consent(
    talk: Start, vault: Vault, released: Path, place: Path, typed: str, code: int
) -> None:
    """Enter in the place of a password asks for the word plain, and the ledger says that nothing keeps it."""
    one = talk("--file", released, *_PDF, "-o", place / "a.pdf")
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    one.hear("Password for the copy (Enter alone: none): ")
    one.say()
    one.hear("Type plain to write it all the same: ")
    one.say(typed)
    assert one.end() == code
    assert (place / "a.pdf").exists() == (code == 0)
    assert [line.content.protection for line in vault.shared_copies.list()] == [Protection.NONE] * (not code)
    if not code:
        assert "calm words" in words_of(place / "a.pdf")


def test_a_pdf_that_was_agreed_to_be_plain(released: Path, place: Path) -> None:
    """With --plaintext it has no password."""
    assert run("--file", released, *_PDF, "--plaintext", cwd=place).code == 0
    (file,) = place.iterdir()
    assert file.suffix == ".pdf" and "calm words" in words_of(file)


@pytest.mark.age
def test_a_pdf_for_a_recipient(released: Path, key: tuple[Path, str]) -> None:
    """It has no password inside, and comes out of the other program whole."""
    ended = run("--file", released, *_PDF, "--recipient", key[1], "-o", "-")
    opened = subprocess.run(["age", "-d", "-i", key[0]], input=ended.out, check=True, capture_output=True).stdout
    assert opened.startswith(b"%PDF-")


def test_what_a_pdf_cannot_have(released: Path, place: Path) -> None:
    """A password that no PDF can have, and paper for what isn't one, are refused, and nothing is written."""
    ended = run("--file", released, *_PDF, "--password-fd", 0, "-o", place / "a", stdin=b"a" * 200)
    assert (ended.code, ended.out) == (2, b"")
    ended = run("--file", released, "export", "summary", "--paper", "a4", "--plaintext", passphrase=None, cwd=place)
    assert ended.code == 2 and "--paper is for PDF" in ended.err
    assert list(place.iterdir()) == []


def test_a_page_is_measured_on_its_paper(vault: Vault, released: Path, place: Path) -> None:
    """What fits on two pages of A4 and not on two of Letter is refused for Letter alone."""
    (one,) = vault.entries.each()
    vault.entries.edit(one.id, replace(one.content, text="- calm\n" * 104))
    ended = run("--file", released, *_PDF, "--paper", "letter", "--plaintext", "-o", place / "letter.pdf")
    assert ended.code == 2 and "3 pages" in ended.err
    assert run("--file", released, *_PDF, "--plaintext", "-o", place / "a4.pdf").code == 0
    assert [file.name for file in place.iterdir()] == ["a4.pdf"]
    assert len(pypdf.PdfReader(place / "a4.pdf").pages) == 2


def test_a_pdf_is_not_for_a_terminal(talk: Start, released: Path) -> None:
    """A PDF is refused by a terminal."""
    one = talk("--file", released, *_PDF, "--plaintext", "-o", "-")
    one.hear("Standard output is a terminal, and this isn't text.")
    assert one.end() == 2

"""A PDF behind a password opens with it and in no other way, as other programs see it."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from journal.errors import BadInput
from journal.outgoing.pdf import with_password

PASSWORD = "žluté světlo 5"
WORDS = "Half that speed"


@pytest.fixture(scope="module")
def page() -> bytes:
    """A page with a few words on it."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 200))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 20 100 Td ({WORDS}) Tj ET".encode())
        document.docinfo["/Title"] = "Session summary"
        document.save(made)
    return made.getvalue()


def pdftotext(file: Path, *password: str) -> subprocess.CompletedProcess[str]:
    """What poppler reads in it."""
    return subprocess.run(["pdftotext", *password, file, "-"], capture_output=True, text=True, check=False)


def test_it_opens_with_the_password_alone(page: bytes, tmp_path: Path) -> None:
    """Without the password, with an empty or another one, neither words nor title are there; with it, all is."""
    file = tmp_path / "page.pdf"
    file.write_bytes(with_password(page, PASSWORD))
    for wrong in ((), ("-upw", ""), ("-opw", ""), ("-upw", "another")):
        refused = pdftotext(file, *wrong)
        assert refused.returncode == 1 and WORDS not in refused.stdout
    for role in ("-upw", "-opw"):
        assert WORDS in pdftotext(file, role, PASSWORD).stdout
    assert b"Session summary" not in file.read_bytes()
    check = subprocess.run(
        ["qpdf", f"--password={PASSWORD}", "--check", "--show-encryption", file],
        capture_output=True,
        text=True,
        check=True,
    )
    for said in ("R = 6", "stream encryption method: AESv3", "string encryption method: AESv3", "No syntax or stream"):
        assert said in check.stdout
    assert "not allowed" not in check.stdout


def test_an_empty_password_is_none(page: bytes) -> None:
    """A password that everybody knows is refused."""
    with pytest.raises(BadInput):
        with_password(page, "")

"""A PDF with a password: what opens it, what doesn't, and what can be seen without."""

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pypdf.errors import FileNotDecryptedError

from journal.errors import BadInput
from journal.model.entry import Kind
from journal.outgoing.pdf_password import encrypt
from journal.summary.pdf import pdf
from tests.summary.made import all_shared, marked, page_of
from tests.summary.reading import complaints, everything_in, text_by_pypdf

PASSWORD = "kettle two taps"


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A page of everything."""
    return pdf(page_of(*(all_shared(marked(kind)[0]) for kind in Kind)))


@pytest.mark.pdf_programs
@pytest.mark.parametrize("wrong", ["", "Kettle two taps", "kettle two taps "])
def test_it_opens_with_the_password_only(plain: bytes, wrong: str, tmp_path: Path) -> None:
    """Three programs open it with the password, and with none and another one they don't."""
    made = encrypt(plain, PASSWORD)
    assert not complaints(made, tmp_path, PASSWORD)
    assert "invalid password" in complaints(made, tmp_path, wrong)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made), password=wrong)
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert not reader.decrypt(wrong)
    with pytest.raises(FileNotDecryptedError):
        reader.pages[0].extract_text()
    assert reader.decrypt(PASSWORD) == pypdf.PasswordType.USER_PASSWORD
    assert "\n".join(page.extract_text() for page in reader.pages) == text_by_pypdf(plain)


def test_how_it_is_encrypted(plain: bytes) -> None:
    """It is AES-256 throughout, metadata included; nothing is forbidden; and it stays what it was inside."""
    made = encrypt(plain, PASSWORD)
    for seen in (b"Summary", b"pdfuaid", b"rdf:", b"Libertinus", b"D:2026", b"2026-05-17", b"/Title (", b"Sam"):
        assert seen not in made
    with pikepdf.open(io.BytesIO(made), password=PASSWORD) as file:
        how = file.encryption
        assert (how.R, how.V, how.bits) == (6, 5, 256)
        assert {how.stream_method, how.string_method, how.file_method} == {pikepdf.models.EncryptionMethod.aesv3}
        assert file.user_password_matched and not file.owner_password_matched
        assert file.trailer.Encrypt.get("/EncryptMetadata", True)
        assert file.allow.print_highres and file.allow.accessibility and file.allow.extract
        assert file.docinfo["/Title"] == "Summary"
    inside = everything_in(made, PASSWORD)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside and b"/StructTreeRoot" in inside


def test_two_copies_have_nothing_in_common(plain: bytes) -> None:
    """The same page with the same password is another file each time, as are its keys and its identifier."""
    one, other = (pikepdf.open(io.BytesIO(encrypt(plain, PASSWORD)), password=PASSWORD) for _ in range(2))
    for name in ("O", "U", "OE", "UE"):
        assert bytes(one.trailer.Encrypt[f"/{name}"]) != bytes(other.trailer.Encrypt[f"/{name}"])
    assert bytes(one.trailer.ID[0]) != bytes(other.trailer.ID[0])
    with pikepdf.open(io.BytesIO(plain)) as source:
        assert bytes(source.trailer.ID[0]) not in encrypt(plain, PASSWORD)


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ("cafe\u0301", "café"),
        ("ﬁne words", "fine words"),
        ("two\u00a0taps", "two taps"),
        ("soft\u00adhyphen", "softhyphen"),
        ("שלום עולם", "שלום עולם"),
        ("密码", "密码"),
        ("x" * 127, "x" * 127),
    ],
)
def test_other_ways_to_type_it(plain: bytes, given: str, typed: str) -> None:
    """What looks the same when it is typed opens it, as the standard of PDF has it."""
    with pikepdf.open(io.BytesIO(encrypt(plain, given)), password=typed) as file:
        assert file.user_password_matched


@pytest.mark.parametrize(
    "password", ["", "\u00ad", "a\nb", "a\x00b", "\ue000", "x" * 128, "é" * 64, "\U0001f33f", "שלום1"]
)
def test_passwords_that_a_pdf_can_not_have(plain: bytes, password: str) -> None:
    """A password that some programs would read in another way is refused, and is not in what is said of it."""
    with pytest.raises(BadInput) as refused:
        encrypt(plain, password)
    assert not password or password not in f"{refused.value.message} {refused.value.hint}"

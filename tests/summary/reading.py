"""PDF read by programs that had no part in making it: its text, its tags, and where its words stand."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdf
import typst

from journal.summary import Format, render
from journal.summary.page import Summary

PROGRAMS = ("qpdf", "pdftotext")
FONTS = ("Noto Sans Hebrew", "Noto Naskh Arabic", "Noto Serif CJK SC", "Noto Color Emoji")

_UNSEEN = re.compile("[\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass
class Tag:
    """An element of the structure of a PDF: what it is, its scope where it is a head cell, and what is in it."""

    name: str
    scope: str = ""
    alt: str = ""
    inner: list["Tag"] = field(default_factory=list)

    def walk(self) -> Iterator["Tag"]:
        """This element and all that are in it, in reading order."""
        yield self
        for one in self.inner:
            yield from one.walk()

    def within(self, name: str) -> list["Tag"]:
        """All elements of one kind."""
        return [one for one in self.walk() if one.name == name]


def written(summary: Summary, form: Format) -> str:
    """What can be read in a summary that is written in this format; in a PDF, what is not on the page as well."""
    made = render(summary, form)
    return "\n".join([text_by_pypdf(made), *strings_in(made)]) if form is Format.PDF else made.decode()


def has_fonts() -> bool:
    """Whether this machine has fonts for the scripts that the tests write in."""
    return set(FONTS) <= set(typst.Fonts().families())


def squashed(text: str) -> str:
    """Text without blanks, line ends and marks that nobody sees."""
    return "".join(_UNSEEN.sub("", text).split())


def text_of(pdf: bytes) -> str:
    """The text of all pages by Poppler, in the order in which it stands in the file."""
    return _pdftotext(pdf, "-raw")


def lines_as_read(pdf: bytes) -> list[str]:
    """The lines of all pages by Poppler, squashed, and with each script in its own direction."""
    return [squashed(line) for line in _pdftotext(pdf).splitlines()]


def text_by_pypdf(pdf: bytes) -> str:
    """The text of all pages by pypdf."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def places(pdf: bytes) -> list[tuple[float, float, float, float, str]]:
    """Each word with its left, top, right and lower edge in points, by Poppler."""
    return [
        (float(left), float(top), float(right), float(low), word)
        for left, top, right, low, word in _WORD.findall(_pdftotext(pdf, "-bbox"))
    ]


def complaints(pdf: bytes, folder: Path, password: str = "") -> str:
    """What qpdf says against the file; nothing, where it is sound."""
    (folder / "checked.pdf").write_bytes(pdf)
    run = subprocess.run(
        ["qpdf", f"--password={password}", "--check", folder / "checked.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stderr if not run.returncode else run.stderr or run.stdout


def everything_in(pdf: bytes, password: str = "") -> bytes:
    """All objects and all streams of a file, unpacked, one after the other."""
    with pikepdf.open(io.BytesIO(pdf), password=password) as file:
        parts = [file.trailer.unparse()]
        for one in file.objects:
            parts.append(one.unparse(resolved=True))
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                parts.append(one.read_bytes())
    return b"\n".join(parts)


def strings_in(pdf: bytes) -> Iterator[str]:
    """Whatever is text in a file beside what is on its pages: titles, descriptions, metadata."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        yield from _strings(file.trailer.Info)
        yield file.Root.Metadata.read_bytes().decode()
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Array):
                yield from _strings(one)


def _strings(one: pikepdf.Object) -> Iterator[str]:
    # What is an object of its own comes by itself.
    inner = [value for _, value in one.items()] if isinstance(one, pikepdf.Dictionary) else list(one.as_list())
    for value in inner:
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _strings(value)


def structure(pdf: bytes) -> Tag:
    """The tags of a file."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (root,) = _tags(file.Root.StructTreeRoot.K)
    return root


def _tags(kids: pikepdf.Object) -> Iterator[Tag]:
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _tags(kid)
    elif isinstance(kids, pikepdf.Dictionary) and "/S" in kids:
        scopes = [str(one.Scope)[1:] for one in kids.get("/A", []) if "/Scope" in one]
        inner = list(_tags(kids.K)) if "/K" in kids else []
        yield Tag(str(kids.S)[1:], "".join(scopes), str(kids.get("/Alt", "")), inner)


def _pdftotext(pdf: bytes, *options: str) -> str:
    command = ["pdftotext", "-enc", "UTF-8", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()

"""What the preview shows is what is in the file, line by line, whatever the format."""

import html
import re
from collections import Counter

import pytest

from journal.demo import DEMO_PASSPHRASE, Story, create
from journal.model.dates import When
from journal.model.ranges import weeks_up_to
from journal.model.sharing import Audience
from journal.summary import Format, render
from journal.summary.build import read
from journal.summary.lines import lines
from journal.summary.page import Summary
from journal.vault.summary_choices import LineChoice
from journal.vault.vault import Vault
from tests.summary.made import UNTIL
from tests.summary.reading import text_by_pypdf

TODAY = When(UNTIL)
_TAG = re.compile(r"<style>.*?</style>|<[^>]+>", re.DOTALL)
_PAGE_NUMBER = re.compile(r"^\s*\d+ of \d+\s*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^\w\s])")


@pytest.fixture(scope="module", params=Story)
def summary(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """The demo's page of four weeks, with every line of it switched on."""
    vault = Vault.open(create(tmp_path_factory.mktemp("demo"), request.param, UNTIL, "UTC"), DEMO_PASSPHRASE)
    since = weeks_up_to(UNTIL)
    offer = read(vault, Audience.THERAPIST, since, UNTIL, TODAY).offer
    for line in [line for section in offer.sections for line in lines(section)]:
        vault.summary_choices.set(Audience.THERAPIST, line.key, LineChoice(True, line.digest), TODAY)
    found = read(vault, Audience.THERAPIST, since, UNTIL, TODAY).summary
    vault.close()
    return found


def read_as_text(summary: Summary, form: Format) -> str:
    """The words of a file without what its format puts around them."""
    made = render(summary, form)
    if form is Format.PDF:
        return _PAGE_NUMBER.sub("", text_by_pypdf(made))
    words = made.decode()
    if form is Format.HTML:
        return html.unescape(_TAG.sub(" ", words))
    return _ESCAPED.sub(r"\1", words) if form is Format.MARKDOWN else words


def words_in(*texts: str) -> Counter[str]:
    """The words of some texts, in small letters."""
    return Counter(word for text in texts for word in re.findall(r"\w+", text.casefold()))


def regions(file: str, summary: Summary) -> list[str]:
    """What a file has under each section's title, in the order of the page."""
    places: list[tuple[int, int]] = []
    for section in summary.sections:
        title = re.compile(rf"^\W*{re.escape(section.title)}\W*$", re.IGNORECASE | re.MULTILINE)
        found = title.search(file, places[-1][1] if places else 0)
        assert found, section.title
        places.append(found.span())
    ends = [start for start, _ in places[1:]] + [len(file)]
    return [file[begin:end] for (_, begin), end in zip(places, ends, strict=True)]


@pytest.mark.parametrize("form", Format)
def test_the_file_has_the_lines_of_the_preview(summary: Summary, form: Format) -> None:
    """Section by section, every word of every line is in the file as often as there, and nothing but labels besides."""
    for section, region in zip(summary.sections, regions(read_as_text(summary, form), summary), strict=True):
        previewed = list(lines(section))
        file = words_in(region)
        parts = words_in(*(part.words for line in previewed for part in line.parts))
        assert parts - file == Counter(), (section.title, form)
        labels = words_in(*(f"{line.about} {line.words}" for line in previewed))
        labels += words_in(*(part.label for line in previewed for part in line.parts))
        numbers = words_in(*map(str, range(1, 4)))
        assert not set(file) - set(parts) - set(labels) - set(numbers), (section.title, form)

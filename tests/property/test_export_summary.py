"""What wasn't released makes no difference to a summary, whatever was written."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.model.dates import When
from journal.model.entry import EntryContent, Kind, detail_fields
from journal.model.fields import Guard, fields_of
from journal.model.records import CONTENTS, Content
from journal.model.sharing import RATING, TASK, Audience, audience_fields, audience_passages, with_audience_fields
from journal.safety.text import UNSAFE
from journal.summary import Format, render
from journal.summary.build import build
from tests.examples import few
from tests.making import vault_open_to_all
from tests.strategies import contents, records
from tests.summary.reading import strings_in, text_by_pypdf

FIRST, LAST = dt.date(1950, 1, 1), dt.date(2149, 12, 31)


TEXT_FORMATS = tuple(form for form in Format if form is not Format.PDF)


def pages(
    content: EntryContent,
    audience: Audience,
    kept: Sequence[Content] = (),
    forms: Sequence[Format] = TEXT_FORMATS,
) -> Iterator[bytes]:
    """The summary of one entry in these formats, made of a journal that also has these records.

    The entry belongs to the first assignment among them.
    """
    with vault_open_to_all() as vault:
        with vault.atomic():
            for one in kept:
                mine = vault.records_of(type(one))
                mine.add(one)
                mine.remove(mine.add(one).id)
                vault.drafts.save(one)
            homework = next((one.id for one in vault.assignments.list()), content.assignment)
            vault.entries.add(replace(content, assignment=homework))
        summary = build(vault, audience, FIRST, LAST, When(LAST))
    return (render(summary, form) for form in forms)


def otherwise(content: EntryContent, other: EntryContent, audience: Audience) -> EntryContent:
    """The entry with everything that wasn't released for an audience taken from another entry of the same kind.

    A field with a passage that was released stays as it is: without the passage, that would no longer be released.
    """
    names = audience_fields(content.sharing, audience)
    names |= {passage.field for passage in audience_passages(content.sharing, audience)}
    kept = {spec.name for spec in detail_fields(content.kind) if spec.name in names and spec.guard is not Guard.NEVER}
    details = replace(other.details, **{name: getattr(content.details, name) for name in kept})
    ratings = [rating for rating in content.ratings if RATING + rating.scale in names]
    ratings += [rating for rating in other.ratings if RATING + rating.scale not in names]
    sharing = content.sharing if audience is Audience.THERAPIST else replace(content.sharing, therapist=frozenset())
    return replace(
        other,
        when=replace(content.when, time=content.when.time if "time" in names else other.when.time, zone="UTC"),
        details=details,
        ratings=tuple(ratings),
        sharing=sharing,
        **{spec.name: getattr(content, spec.name) for spec in fields_of(EntryContent) if spec.name in names},
    )


@pytest.mark.parametrize("kind", Kind)
def test_what_was_not_released_makes_no_difference(kind: Kind) -> None:
    """Two entries that differ only in what wasn't released give the same page, byte for byte, in every text format."""

    @settings(max_examples=few(6))
    @given(content=contents(kind), other=contents(kind), audience=st.sampled_from(Audience))
    def makes_no_difference(content: EntryContent, other: EntryContent, audience: Audience) -> None:
        twin = otherwise(content, other, audience)
        assert list(pages(content, audience)) == list(pages(twin, audience))

    makes_no_difference()


@settings(max_examples=few(8))
@given(kind=st.sampled_from(Kind), data=st.data(), audience=st.sampled_from(Audience))
def test_what_was_not_released_makes_no_difference_to_a_pdf(
    kind: Kind, data: st.DataObject, audience: Audience
) -> None:
    """Nor does it to a PDF, which is the same byte for byte and has the same text and the same titles and metadata."""
    content, other = data.draw(contents(kind)), data.draw(contents(kind))
    (page,) = pages(content, audience, forms=[Format.PDF])
    (twin,) = pages(otherwise(content, other, audience), audience, forms=[Format.PDF])
    assert page == twin
    assert not UNSAFE.search(re.sub("[\n\f\u2066-\u2069]", "", text_by_pypdf(page) + "".join(strings_in(page))))


@settings(max_examples=few(8))
@given(content=contents(), audience=st.sampled_from(Audience))
def test_no_page_steers_a_terminal(content: EntryContent, audience: Audience) -> None:
    """No page of text has a control character or one that reorders text, whatever was written."""
    for page in pages(content, audience):
        assert not UNSAFE.search(page.decode())


@settings(max_examples=few(12))
@given(
    content=contents(),
    kept=st.tuples(*(records(kind, full=True) for kind in CONTENTS)),
    audience=st.sampled_from(Audience),
)
def test_records_make_no_difference(content: EntryContent, kept: tuple[Content, ...], audience: Audience) -> None:
    """With records beside it, and homework whose title wasn't released, an entry gives the same page."""
    for reader in Audience:
        names = audience_fields(content.sharing, reader) - {TASK}
        content = replace(content, sharing=with_audience_fields(content.sharing, reader, names))
    assert list(pages(content, audience, kept)) == list(pages(content, audience))

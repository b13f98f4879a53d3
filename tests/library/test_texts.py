"""The safety notes, the support page and the glossary."""

from journal.library import library
from journal.model.exercise import Safety


def test_every_safety_note_has_its_full_text() -> None:
    """Each code has a text of its own, and each text says what it is there for."""
    notes = library().safety
    assert list(notes) == list(Safety)
    assert len(set(notes.values())) == 7
    said = {
        "S1": "stop",
        "S2": "alcohol",
        "S3": "bleeding",
        "S4": "panic",
        "S5": "fear",
        "S6": "pregnant",
        "S7": "choose",
    }
    assert all(said[code.value] in text.casefold() for code, text in notes.items())


def test_the_therapist_has_the_last_word_on_times() -> None:
    """The note on times says that they are suggestions."""
    assert "suggestions" in library().times
    assert "therapist" in library().times


def test_the_support_page_has_all_that_it_must() -> None:
    """Emergency number, lines by country, fear of somebody's reaction, and what the journal is not."""
    support = library().support
    assert "local emergency number" in support.emergency
    lines = {(line.country, line.how) for line in support.lines}
    assert lines == {("US", "call or text 988"), ("US", "text HOME to 741741"), ("UK", "text SHOUT to 85258")}
    assert support.fear.startswith("If you fear someone's reaction, partnered exercises aren't advised.")
    assert "therapist alone" in support.fear
    assert all(
        words in support.about for words in ("adults only", "not a crisis service", "not a replacement for therapy")
    )


def test_the_glossary_is_small_and_in_order() -> None:
    """About two dozen terms, in the order of the alphabet, in one or two sentences each."""
    glossary = library().glossary
    assert 15 <= len(glossary) <= 24
    assert list(glossary) == sorted(glossary, key=str.casefold)
    assert all(text.endswith(".") and len(text) <= 180 for text in glossary.values())

"""The grammar of a search as it is typed."""

import datetime as dt

import pytest

from journal.errors import BadInput
from journal.model.entry import Kind, Outcome
from journal.model.query import MOST_TOKENS, Query, Words, parse_query
from journal.model.sharing import Audience

TODAY = dt.date(2026, 5, 17)
MAY_1, JUNE_1 = dt.date(2026, 5, 1), dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Query()),
        ("   ", Query()),
        ("kind:communication", Query(kinds=(Kind.COMMUNICATION,))),
        ("KIND:Comm", Query(kinds=(Kind.COMMUNICATION,))),
        ('kind:"sensate focus"', Query(kinds=(Kind.SENSATE_FOCUS,))),
        ("kind:sensate-focus", Query(kinds=(Kind.SENSATE_FOCUS,))),
        ("kind:education kind:reflection", Query(kinds=(Kind.EDUCATION, Kind.REFLECTION))),
        ("kind:e", Query(kinds=(Kind.EXPERIMENTATION, Kind.EDUCATION))),
        ("outcome:stopped", Query(outcomes=(Outcome.STOPPED_EARLY,))),
        ('outcome:"not this week"', Query(outcomes=(Outcome.NOT_THIS_WEEK,))),
        ("tag:evening tag:#calm", Query(tags=("evening", "calm"))),
        ('tag:"two words"', Query(tags=("two words",))),
        ("with:Alex", Query(people=("Alex",))),
        ("with:美穂", Query(people=("美穂",))),
        ('homework:"back and" homework:c4e1f9a2', Query(homework=("back and", "c4e1f9a2"))),
        ("flagged:yes", Query(flagged=True)),
        ("flagged:N", Query(flagged=False)),
        ("flagged:yes flagged:no", Query()),
        ("shared:no", Query(shared=False)),
        ("shared:1", Query(shared=True)),
        ("shared:therapist", Query(audiences=(Audience.THERAPIST,))),
        ("shared:joint shared:therapist", Query(audiences=(Audience.THERAPIST, Audience.JOINT))),
        ("after:2026-05-01 before:2026-06-01", Query(after=MAY_1, before=JUNE_1)),
        ("after:1.5.2026", Query(after=MAY_1)),
        ("after:yesterday", Query(after=dt.date(2026, 5, 16))),
        ("after:2026-05-01 after:2026-06-01", Query(after=JUNE_1)),
        ("before:2026-05-01 before:2026-06-01", Query(before=MAY_1)),
        ("slow breath", Query(words=(Words("slow"), Words("breath")))),
        ('"slow breath"', Query(words=(Words("slow breath", phrase=True),))),
        ('"slow breath', Query(words=(Words("slow breath", phrase=True),))),
        ("bre*", Query(words=(Words("bre", prefix=True),))),
        ("bre***", Query(words=(Words("bre", prefix=True),))),
        ("mood:calm", Query(words=(Words("mood:calm"),))),
        ("12:30", Query(words=(Words("12:30"),))),
        ("http://x", Query(words=(Words("http://x"),))),
        ("mood:", Query(words=(Words("mood:"),))),
        ("! -- ***", Query()),
        ('""', Query()),
        ('"  "', Query()),
        ("🙂", Query(words=(Words("🙂"),))),
        ("slow\tbreath\nkind:reflection", Query(words=(Words("slow"), Words("breath")), kinds=(Kind.REFLECTION,))),
        ("OR AND NOT", Query(words=(Words("OR"), Words("AND"), Words("NOT")))),
    ],
)
def test_what_is_typed_and_what_is_meant(typed: str, meant: Query) -> None:
    """Filters, words, quotes and stars are read as the grammar says, whatever their capitals and order."""
    assert parse_query(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "kind:poem", "outcome:success", "flagged:perhaps", "shared:everyone", "after:someday", "before:2026-02-30",
        "kind:", "tag: evening", "with:", 'kind:""', 'after:"  "', "flagged:", "FLAGGED:", "kind:*", "kind::",
    ],
)  # fmt: skip
def test_a_filter_that_can_not_be_read(typed: str) -> None:
    """A filter without a value, or with one that isn't known, is refused with a hint that doesn't repeat the value."""
    with pytest.raises(BadInput) as problem:
        parse_query(typed, TODAY)
    assert problem.value.hint
    value = typed.partition(":")[2].strip(' "*:')
    assert not value or value not in problem.value.message + problem.value.hint


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kind:poem", Query()),
        ("kind:", Query()),
        ("kind:comm", Query(kinds=(Kind.COMMUNICATION,))),
        ("after:2026-0", Query()),
        ("flagged:perhaps", Query()),
        ("shared:th", Query()),
        ("bre", Query(words=(Words("bre", prefix=True),))),
        ("bre ", Query(words=(Words("bre"),))),
        ("slow bre", Query(words=(Words("slow"), Words("bre", prefix=True)))),
        ('"slow bre', Query(words=(Words("slow bre", prefix=True, phrase=True),))),
        ('"slow bre"', Query(words=(Words("slow bre", phrase=True),))),
        ('"', Query()),
        ("bre kind:", Query(words=(Words("bre"),))),
    ],
)
def test_while_it_is_being_typed(typed: str, meant: Query) -> None:
    """While typing goes on, the last word may go on, an open quote too, and unfinished filters find no fault."""
    assert parse_query(typed, TODAY, unfinished=True) == meant


def test_a_pasted_page_is_refused() -> None:
    """More words than anybody looks for are refused plainly, and only the first ones count while typing."""
    page = " ".join(f"word{n}" for n in range(MOST_TOKENS + 1))
    assert len(parse_query(page.rpartition(" ")[0], TODAY).words) == MOST_TOKENS
    with pytest.raises(BadInput, match="too much to look for"):
        parse_query(page, TODAY)
    assert len(parse_query(page, TODAY, unfinished=True).words) == MOST_TOKENS


def _lit(typed: str, text: str) -> list[str]:
    return [text[start:end] for start, end in parse_query(typed, TODAY).spans(text)]


@pytest.mark.parametrize(
    ("typed", "text", "lit"),
    [
        ("calm", "Calm, CALM; calmer calmcalm calm", ["Calm", "CALM", "calm"]),
        ("cal*", "Calm recall calmer", ["Calm", "calmer"]),
        ("cafe", "Café cafe\u0301 cafés", ["Café", "cafe\u0301"]),
        ("café", "cafe", ["cafe"]),
        ('"slow breath"', "Slow, breath. slow  breath! slow my breath", ["Slow, breath", "slow  breath"]),
        ("slow breath", "breath, slow", ["breath", "slow"]),
        ('"slow breath" breath', "slow breath", ["slow breath"]),
        ('slow "slow breath" sl*', "slow breath", ["slow breath"]),
        ("don't", "I don't know", ["don't"]),
        ("don", "I don't know", ["don"]),
        ("foo", "foo_bar", ["foo"]),
        ("straße", "STRASSE Straße", ["STRASSE", "Straße"]),
        ("屋", "茶屋の屋根", ["屋", "屋"]),
        ("茶屋", "茶屋の屋根", ["茶屋"]),
        ("alex", "今日はAlexと", ["Alex"]),
        ("ガ", "ガラス", ["ガ"]),
        ("ภาษา", "ฉันพูดภาษาไทย", ["ภาษา"]),
        ("한국", "한국 한국어", ["한국"]),
        ("한국*", "한국어", ["한국어"]),
        ("हिन्दी", "हिन्दी में", ["हिन्दी"]),
        ("שלום", "שלום, עולם", ["שלום"]),
        ("tired", "tired🙂", ["tired"]),
        ("🙂", "ok🙂🙂", ["🙂", "🙂"]),
        ("❤️", "❤ ❤️", ["❤", "❤️"]),
        ("👩‍🌾", "👩‍🌾 👩", ["👩‍🌾"]),
        ("20", "20°C", ["20"]),
        ("after", "before\0after", ["after"]),
        ("kind:reflection", "reflection", []),
        ("calm", "", []),
        ("(.*", "(.*) anything", []),
        ("a.c", "abc a.c", ["a.c"]),
    ],
)
def test_matches_are_lit(typed: str, text: str, lit: list[str]) -> None:
    """What is lit is what the words match: whole words with their marks, in every script, once where they overlap."""
    assert _lit(typed, text) == lit


def test_lighting_does_not_hang_on_punctuation() -> None:
    """A long row of punctuation in the query and in the text is gone through once."""
    query = Query(words=(Words("a" + "!" * 5000 + "b"),))
    assert query.spans("a" + "!" * 200_000) == []
    assert query.spans("a" + "!" * 200_000 + "b") == [(0, 200_002)]

"""Finding entries by words and filters, as they are typed."""

import datetime as dt
from dataclasses import replace

import pytest

from journal.errors import BadInput
from journal.model.entry import Kind, Outcome, Sharing
from journal.model.homework import Assignment
from journal.model.query import Query, Words, parse_query
from journal.vault import search
from journal.vault.vault import Vault
from tests.making import DAY, made

TODAY = dt.date(2026, 5, 17)


def _add(vault: Vault, *texts: str) -> None:
    for text in texts:
        vault.entries.add(made(text))


def _found(vault: Vault, typed: str) -> list[str]:
    return [entry.content.text for entry in vault.entries.each(parse_query(typed, TODAY))]


@pytest.mark.parametrize(
    ("text", "finding", "not_finding"),
    [
        ("Calm and warm.", ["calm", "CALM", "wa*", "calm warm", '"and warm"', "warm calm"], ["cal", '"warm and"']),
        ("Café, naïve", ["cafe", "café", "cafe\u0301", "NAIVE", "caf*"], ["ca", "cafes"]),
        ("cafe\u0301", ["café", "cafe"], []),
        ("tired🙂 but ok👍🏽", ["tired", "🙂", "tired🙂", "ok", "👍", "👍🏽"], ["👎", "🙂🙂"]),
        ("❤️ and ❤", ["❤", "❤️"], ["💔"]),
        ("new emoji 🫠🫨", ["🫠", "🫨", "🫠🫨"], ["🫨🫠"]),
        ("20°C, Word™, ©2026", ["20", "word", "2026", "20°c"], ["21"]),
        ("今日はAlexと茶屋へ", ["alex", "茶屋", "今日", "茶", "Alexと", '"茶屋"'], ["屋茶", "alexa", "明日"]),
        ("ラーメン カラオケ", ["ラーメン", "カラ", "オケ"], ["ケオ"]),
        ("ฉันพูดภาษาไทยได้", ["ภาษาไทย", "พูด"], ["ไทยภาษา"]),
        ("한국어 공부", ["한국어", "한국*", "공부"], ["한국"]),
        ("शांत और गर्म", ["शांत", "गर्म"], ["शांति"]),
        ("\u2066isolated\u2069 \u202ehidden", ["isolated", "hidden"], []),
        ("שלום עולם مرحبا", ["שלום", "مرحبا"], ["שלו"]),
        ('茶"屋\\茶\t屋', ['"茶\t屋"', "\\茶", "茶屋"], []),
        ("before\0after", ["before", "after", '"before after"'], ["beforeafter"]),
        ("foo_bar foo-bar don't", ["foo", "bar", "foo_bar", "foo-bar", "don't", "don"], ["foobar"]),
        ("AND OR NOT NEAR body ^", ["AND", "or", "NOT", "near", "body", "AND OR"], ["NEAR(x", "body:body"]),
        ('say "yes" (now) {a} [b] *c* ^d', ["yes", "(now)", "{a}", "[b]", "*c*", "^d", "now)*"], ["^e"]),
        ("'; DROP TABLE entry; --", ["drop", "'; DROP TABLE entry; --", '"drop table"'], ["'; DROP VIEW"]),
        ("100% sure_thing", ["100%", "100", "sure%thing"], ["10%", "s%e"]),
    ],
)  # fmt: skip
def test_words(vault: Vault, text: str, finding: list[str], not_finding: list[str]) -> None:
    """Words are found whole, in any capitals and accents, in scripts without blanks, and beside emoji and signs."""
    _add(vault, text, "something else entirely")
    for typed in finding:
        assert _found(vault, typed) == [text], typed
    for typed in not_finding:
        assert _found(vault, typed) == [], typed


@pytest.mark.parametrize("typed", ["!", "--", '"..."', "* ** ***", "?! (", "…", "€", "+"])
def test_punctuation_alone_looks_for_nothing(vault: Vault, typed: str) -> None:
    """Where nothing can be looked for, every entry is found, as with an empty search."""
    _add(vault, "one", "two")
    assert _found(vault, typed) == ["two", "one"]


def test_every_text_field_is_searched_and_nothing_else(vault: Vault) -> None:
    """Words of any text field, tags and nicknames are found; names of fields, ids and choices are not words."""
    vault.entries.add(
        made(
            "alpha", kind=Kind.SENSATE_FOCUS, topic="beta", tags=("gamma",), people=("delta",), zone="epsilon",
            own={"distractions": "zeta", "partner_observations": "eta", "initiated_by": "theta"},
            assignment="iota", outcome=Outcome.STOPPED_EARLY,
        )
    )  # fmt: skip
    for word in ("alpha", "beta", "gamma", "delta", "zeta", "eta", "theta"):
        assert _found(vault, word) == ["alpha"]
    for word in ("epsilon", "iota", "details", "text", "distractions", "tags", "sensate", "stopped", "early", "null"):
        assert _found(vault, word) == []


def test_entries_of_homework(vault: Vault) -> None:
    """Homework is found by the beginning of its title, whatever its capitals, or by the end of its id."""
    hands, talk = (vault.assignments.add(Assignment(title=title)).id for title in ("Hands first", "Talk, in turns"))
    untitled = vault.assignments.add(Assignment(instructions="Hands and arms")).id
    for text, homework in (("none", None), ("hands", hands), ("talk", talk), ("untitled", untitled)):
        vault.entries.add(made(text, assignment=homework))
    for typed, found in {
        "homework:hands": ["hands"],
        'homework:"TALK, IN"': ["talk"],
        "homework:first": [],
        f"homework:{talk[-8:]}": ["talk"],
        f"homework:{untitled}": ["untitled"],
        f"homework:{untitled[-3:]}": [],
        f"homework:hands homework:{untitled[-8:]}": ["untitled", "hands"],
        "homework:hands kind:education": [],
        "homework:nothing": [],
    }.items():
        assert _found(vault, typed) == found, typed


def test_exact_words_stand_in_one_field(vault: Vault) -> None:
    """Words in quotes are not found across the end of one field and the beginning of the next."""
    vault.entries.add(made("calm", tags=("warm", "slow"), own={"mood": "bright"}))
    for typed in ('"calm warm"', '"warm slow"', '"calm bright"', '"bright calm"', '"bright warm"'):
        assert _found(vault, typed) == []
    assert _found(vault, "calm warm slow bright") == ["calm"]


def test_filters(vault: Vault) -> None:
    """Each filter finds what it says, different ones narrow each other, the same one twice widens."""
    for text, content in {
        "plain": made(),
        "education": made(kind=Kind.EDUCATION, tags=("Evening",), people=("Alex",)),
        "focus": made(kind=Kind.SENSATE_FOCUS, outcome=Outcome.STOPPED_EARLY, flagged=True, people=("Alex", "Sam")),
        "week": made(
            outcome=Outcome.NOT_THIS_WEEK, tags=("evening", "home"), sharing=Sharing(joint=frozenset({"text"}))
        ),
        "talk": made(
            kind=Kind.COMMUNICATION,
            outcome=Outcome.DONE,
            tags=("HOME",),
            sharing=Sharing(therapist=frozenset({"text"})),
        ),
    }.items():
        vault.entries.add(replace(content, text=text))
    for typed, found in {
        "kind:education": ["education"],
        "kind:reflection": ["week", "plain"],
        "kind:education kind:communication": ["talk", "education"],
        "outcome:stopped": ["focus"],
        "outcome:stopped outcome:not": ["week", "focus"],
        "flagged:yes": ["focus"],
        "flagged:no": ["talk", "week", "education", "plain"],
        "flagged:no kind:reflection": ["week", "plain"],
        "shared:yes": ["talk", "week"],
        "shared:no": ["focus", "education", "plain"],
        "shared:therapist": ["talk"],
        "shared:joint": ["week"],
        "shared:joint shared:therapist": ["talk", "week"],
        "shared:yes shared:joint": ["week"],
        "shared:no shared:joint": [],
        "tag:evening": ["week", "education"],
        "tag:EVENING tag:home": ["talk", "week", "education"],
        "tag:evening tag:nothing": ["week", "education"],
        "tag:nothing": [],
        "tag:even": [],
        "with:alex": ["focus", "education"],
        "with:SAM": ["focus"],
        "with:alex with:sam": ["focus", "education"],
        "with:alex tag:evening": ["education"],
        "with:alex flagged:no shared:no kind:education tag:evening alex": ["education"],
        "kind:education flagged:yes": [],
        "evening": ["week", "education"],
    }.items():
        assert _found(vault, typed) == found, typed


def test_dates_include_their_own_day(vault: Vault) -> None:
    """After and before include the day they name, to its last minute, up to the ends of the calendar."""
    for date, time in [
        (dt.date(1, 1, 1), None), (DAY, dt.time(0, 0)), (DAY, dt.time(23, 59)), (DAY + dt.timedelta(days=1), None),
        (dt.date(9999, 12, 31), dt.time(23, 59)),
    ]:  # fmt: skip
        vault.entries.add(made(f"{date.year}-{date.day} {time}", date=date, time=time))
    last, after, late, early, first = _found(vault, "")
    for typed, found in {
        f"after:{DAY}": [last, after, late, early],
        f"before:{DAY}": [late, early, first],
        f"after:{DAY} before:{DAY}": [late, early],
        "after:9999-12-31": [last],
        "before:9999-12-31": [last, after, late, early, first],
        "before:0001-01-01": [first],
        "after:2026-05-05 before:2026-05-04": [],
    }.items():
        assert _found(vault, typed) == found, typed


def test_tags_and_names_in_other_spellings(vault: Vault) -> None:
    """A tag or nickname is found in any capitals and in either form of its accents, with every other spelling of it."""
    for tag in ("Évora", "évora", "E\u0301VORA", "Straße", "İzmir"):
        vault.entries.add(made(tag, tags=(tag,), people=(tag,)))
    for typed in ("évora", "ÉVORA", "e\u0301vora"):
        assert _found(vault, f"tag:{typed}") == ["E\u0301VORA", "évora", "Évora"]
        assert _found(vault, f"with:{typed}") == ["E\u0301VORA", "évora", "Évora"]
    assert _found(vault, "tag:STRASSE") == ["Straße"]
    assert _found(vault, "tag:evora") == []


def test_a_query_of_very_many_parts(vault: Vault) -> None:
    """As many words and filters as can be typed are asked without an error, alone and together."""
    _add(vault, " ".join(f"w{number}" for number in range(200)), "日" * 300)
    assert len(_found(vault, " ".join(f"w{number}" for number in range(200)))) == 1
    assert len(_found(vault, " ".join("日" for _ in range(200)))) == 1
    assert len(_found(vault, '"' + " ".join(f"w{number}" for number in range(200)) + '"')) == 1
    assert len(_found(vault, '"' + "日" * 300 + '"')) == 1
    assert _found(vault, '"' + "日" * 2_000 + '"') == []
    assert _found(vault, "x" * 200_000) == []
    for name in ("tag", "with", "kind:e kind", "after:2020-01-01 tag"):
        assert _found(vault, " ".join(f"{name}:e" for _ in range(60))) == []
    many = Query(words=tuple(Words(f"w{number}") for number in range(2000)))
    assert vault.entries.count(many) == 0


@pytest.mark.parametrize("typed", ["a\ud800", "\ud800", "日\udfff"])
def test_a_broken_character_in_a_word_is_a_blank(vault: Vault, typed: str) -> None:
    """Half a character is no part of a word, as it is in no text."""
    _add(vault, "a 日")
    assert _found(vault, typed) == ["a 日"]


def test_a_broken_character_in_a_filter_is_bad_input(vault: Vault) -> None:
    """A tag or name with half a character is refused without being quoted."""
    for typed in ("tag:kjzq\ud800", "with:kjzq\ud800"):
        with pytest.raises(BadInput) as problem:
            _found(vault, typed)
        assert "kjzq" not in repr(problem.value)


@pytest.mark.parametrize(
    "typed",
    [
        "", "calm", "calm warm", "日本", "tag:evening", "with:alex", "kind:education", "flagged:yes",
        "shared:joint", "after:2026-05-01", "calm kind:education flagged:no", "tag:evening kind:education",
        "flagged:no",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("after", "before"), [(None, None), (10**15, None), (None, 10**15)])
def test_lists_are_walked_and_never_sorted(vault: Vault, typed: str, after: int | None, before: int | None) -> None:
    """However it is narrowed, a list is walked along an index, so that its first page costs the same at any size."""
    sql, values = search.places(parse_query(typed, TODAY), after=after, before=before)
    plan = [row[3] for row in vault._connection.rows(f"EXPLAIN QUERY PLAN {sql} LIMIT 50", values)]
    assert plan
    assert not [step for step in plan if "TEMP B-TREE" in step]
    scans = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert scans == (["SCAN e"] if typed in ("", "flagged:no") and after is before is None else [])


def test_what_a_beginning_finds_is_sorted_by_number(vault: Vault) -> None:
    """The matches of a beginning are sorted, since walking them backwards is slow; no entry is read for that."""
    sql, values = search.places(parse_query("calm cal* kind:education", TODAY))
    plan = [row[3] for row in vault._connection.rows(f"EXPLAIN QUERY PLAN {sql} LIMIT 50", values)]
    assert "USE TEMP B-TREE FOR ORDER BY" in plan
    assert not [step for step in plan if step.split()[-1] == "e" or " e " in step]

"""Names that are kept out of any text, looked for in other ways than the program does."""

import re
import unicodedata

from hypothesis import assume, example, given
from hypothesis import strategies as st

from journal.summary.redact import Names, Where
from journal.vault.people import Person
from tests.hostile import HOSTILE_TEXTS
from tests.strategies import texts

KNOWN = ["Sam", "Alex", "Maria Luisa", "Zoe", "Anne-Marie", "O'Neil", "Jo", "Ann", "Luisa", "Mary Ann", "May"]
LETTERS = st.text("abcdefghijklmnoprstuvwxyzABCXYZ", min_size=2, max_size=7)
latin_names = st.sampled_from(KNOWN) | LETTERS | st.tuples(LETTERS, LETTERS).map(" ".join)
any_names = latin_names | st.sampled_from(["美穂", "ゆい", "אליס", "Анна", "지민", "🌿", ""]) | st.text(max_size=8)
CHANGES = [
    str,
    str.upper,
    str.lower,
    lambda name: name + "'s",
    lambda name: name.capitalize() + "s",
    lambda name: "@" + name + "_1",
    lambda name: "\u200b".join(name),
    lambda name: "\u0301".join(name) + "\u0301",
    lambda name: name.replace(" ", "\n  "),
    lambda name: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() and c.isascii() else c for c in name),
    lambda name: f"lex{name}",
    lambda name: f"{name}antha",
    lambda name: " ".join(name),
]


@st.composite
def worlds(draw: st.DrawFn, names: st.SearchStrategy[str] = any_names) -> tuple[tuple[Person, ...], str]:
    """A few people, and a text with their names in many forms among other words."""
    people = draw(
        st.lists(
            st.builds(
                Person,
                nickname=names,
                is_self=st.booleans(),
                alias=st.just("") | names,
                kept_out=st.lists(names, max_size=3).map(tuple),
            ),
            min_size=1,
            max_size=3,
        )
    )
    known = [name for person in people for name in (person.nickname, person.alias, *person.kept_out)]
    named = st.builds(lambda name, change: change(name), st.sampled_from(known), st.sampled_from(CHANGES))
    other = st.sampled_from([*HOSTILE_TEXTS[:32], "same", " ", ", ", "-", "3 May 2026", "é"]) | st.text(max_size=4)
    return tuple(people), "".join(draw(st.lists(named | other | st.just(" "), max_size=12)))


def kept_out(people: tuple[Person, ...]) -> list[str]:
    """Every name that may not be seen."""
    return [
        name
        for person in people
        for name in (*person.kept_out, *((person.nickname,) if person.alias.strip() else ()))
        if name
    ]


def bare(text: str) -> str:
    """A text in small letters without accents and whatever has no width, the way a reader sees it."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in spread if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def squashed(text: str) -> str:
    """Its letters and digits alone."""
    return "".join(c for c in bare(text) if c.isalnum())


@given(worlds(latin_names))
@example(((Person("a", alias="Maria"), Person("b", kept_out=("Maria Luisa",))), "a Luisa"))
@example(((Person("x", alias="美"), Person("b", kept_out=("Sam",)), Person("美", alias="m")), "Sa美"))
def test_no_name_remains_as_a_word(world: tuple[tuple[Person, ...], str]) -> None:
    """After replacing, no name is in the text as a word, in its parts in a row, with a possessive or as a plural."""
    people, text = world
    names = Names(people)
    shown = names.replace(text)
    read = bare(shown).replace("_", " ")
    read = re.sub(r"[0-9]{1,2} may", "", read)  # the date
    for name in kept_out(people):
        pattern = r"[\s-]+".join(map(re.escape, re.findall(r"[^\W_]+", bare(name))))
        assert not re.search(rf"(?<![^\W\d]){pattern}(?![^\W\d])", read), (name, shown)
    assert names.replace(shown) == shown
    assert not [one for one in names.remaining(shown) if one.where is Where.WORD]


@given(worlds())
def test_replacing_comes_to_an_end(world: tuple[tuple[Person, ...], str]) -> None:
    """With names of any characters, what was replaced has nothing more to replace, and finds lie within the text."""
    people, text = world
    names = Names(people)
    shown = names.replace(text)
    assert names.replace(shown) == shown
    for one in names.remaining(text):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] in one.words


@given(worlds(latin_names))
def test_whatever_is_left_is_found(world: tuple[tuple[Person, ...], str]) -> None:
    """Nothing remains only where the letters of no name stand in a row, whatever is between them."""
    people, text = world
    assume("May" not in kept_out(people))
    shown = Names(people).replace(text)
    found = [one for one in Names(people).remaining(shown) if one.where is not Where.NICKNAME]
    assert bool(found) == any(squashed(name) in squashed(shown) for name in kept_out(people))


@given(st.lists(latin_names, min_size=1, max_size=3).map(tuple), texts())
def test_a_text_without_names_is_left_alone(names: tuple[str, ...], text: str) -> None:
    """Where no name's letters are, the text is the same to the byte; where one is added, all else around it is."""
    assume(not any(squashed(name) in squashed(text) for name in names))
    world = Names([Person("", alias="☂", kept_out=names)])
    assert world.replace(text) == text
    for name in names:
        assert world.replace(f"{text} / {name}'s") == f"{text} / ☂'s"

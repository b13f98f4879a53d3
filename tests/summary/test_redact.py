"""Names that are kept out: what is replaced, what is only found, and a whole summary without them."""

import datetime as dt
import re
import sys
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pytest

from journal.model.sharing import Audience
from journal.summary.name_folding import SEPARATORS, fold
from journal.summary.page import Item, Items, Section, Summary
from journal.summary.redact import HIDDEN, Names, Where, redacted, remaining_in, texts_in, warnings
from journal.vault.people import Person

ME = Person("Sam", is_self=True, kept_out=("Okafor",))
ALEX = Person("Alex", alias="P", kept_out=("Zoé", "Chris", "Maria Luisa", "Alexander Smith", "O'Neil", "J. R. Wu"))
NAMES = Names((ME, ALEX))


def world(*kept_out: str) -> Names:
    """The names of a journal in which somebody with the alias P keeps these out."""
    return Names((Person("", alias="P", kept_out=kept_out),))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Alex, ALEX and alex", "P, P and P"),
        ("Alex's, Alex’s, ALEXʼS", "P's, P’s, PʼS"),
        ("Alexs, ALEXS, Alexes, Chris', Chris's", "Ps, Ps, Ps, P', P's"),
        ("Alex-related, @alex, alex_92? alex92 #alex", "P-related, @P, P_92? P 92 #P"),
        ("alex@home.example, (Alex) “Alex” l'Alex", "P@home.example, (P) “P” l'P"),
        ("Zoé ZOÉ Zoe zoe Zoe\u0301 zoë", "P P P P P P"),
        ("Maria  Luisa, maria\n luisa, Maria-Luisa, MARIA\u00a0LUISA, maria_luisa", "P, P, P, P, P"),
        ("Maria\u2011Luisa's Maria\u200b\u2028Luisas", "P's Ps"),
        ("maria.luisa@x, marialuisa", "P@x, P"),
        ("O'Neil, O’Neil, ONeil, J.R. Wu, J R Wu", "P, P, P, P, P"),
        ("Al\u200bex A\u00adlex \u2067Alex\u2069 Al\u200e\ufeffex", "P P \u2067P\u2069 P"),
        ("Ａｌｅｘ 𝐀𝐥𝐞𝐱", "P P"),
        ("Alexander Smith and Alex Smith", "P and P Smith"),
        ("Alexと Alex→ 🌿Alex🌿", "Pと P→ 🌿P🌿"),
        ("Mr Okafor and the Okafors", "Mr Sam and the Sams"),
        ("Sam stays, and so do same and Samantha", "Sam stays, and so do same and Samantha"),
        ("Maria. Luisa was there. Maria, Luisa.", "Maria. Luisa was there. Maria, Luisa."),
        ("alexs, lexAlex, Alexandra, relax", "alexs, lexAlex, Alexandra, relax"),
    ],
)  # fmt: skip
def test_forms_of_a_name(text: str, shown: str) -> None:
    """Whatever stands as the name is replaced, with its ending kept; what only has its letters stays."""
    assert NAMES.replace(text) == shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Anna", "Annalle, Annan, Anna; annalla, Annabel", "P, P, P; annalla, Annabel"),
        ("Ann", "Anns anniversary, Annal", "Ps anniversary, Annal"),
        ("Jean", "Jean in jeans", "P in jeans"),
        ("Ayşe", "AYŞE Ayşe'nin Ayşeye ayse", "P P'nin P P"),
        ("Işıl", "IŞIL ışıl", "P P"),
        ("Jörg", "Joerg JÖRG Jörgs", "P P Ps"),
        ("Weiß", "WEISS Weiss", "P P"),
        ("Анна", "Анны, Анне, с Анной; анны, Анналы", "P, P, с P; анны, Анналы"),
        ("Алексей", "Алексея АЛЕКСЕЮ алексей", "P P P"),
        ("Анна Петрова", "у Анны Петровой", "у P"),
        ("Достоевский", "Достоевского", "P"),
        ("Γιώργος", "Γιώργου ΓΙΩΡΓΟΣ Γιώργο", "P P P"),
        ("美穂", "美穂は田中美穂さん", "Pは田中Pさん"),
        ("恵", "恵は知恵", "Pは知恵"),
        ("ゆい", "ゆいは かゆい ゆいさん", "Pは かゆい Pさん"),
        ("マリ", "マリさん ﾏﾘ マリア アマリリス", "Pさん P マリア アマリリス"),
        ("カナ", "カナと ガナ カナタ", "Pと ガナ カナタ"),
        ("지민", "지민이는 지민 김지민 \u110c\u1175\u1106\u1175\u11ab", "P이는 P 김지민 P"),
        ("하나", "하난", "하난"),
        ("นก", "กับนกนะ น้ก", "กับPนะ น้ก"),
        ("אליס", "ואליס, לאליס, שֶׁאליס; באליסון", "ו P, ל P, שֶׁ P; באליסון"),
        ("גל", "גל, הגל", "P, הגל"),
        ("ليلى", "وليلى بليلى لَيلى والليلى", "و P ب P P وال P"),
        ("राम", "राम का रामा", "P का रामा"),
        ("Քրիս", "Քրիս", "P"),
        ("🌿", "with 🌿🌿", "with PP"),
        ("May", "May said, on Sun 3 May 2026 (2 to 16 May)", "P said, on Sun 3 May 2026 (2 to 16 May)"),
        ("Sun", "Sun 3 May 2026: Sun came", "Sun 3 May 2026: P came"),
    ],
)
def test_names_of_many_languages(name: str, text: str, shown: str) -> None:
    """Case endings, prefixes and scripts without blanks are known; words that only begin alike stay as they are."""
    assert world(name).replace(text) == shown


def test_a_prefix_belongs_to_a_word_of_its_script() -> None:
    """An alias in the script of the prefix stands where the name stood."""
    names = Names((Person("דניאל", alias="בן הזוג"),))
    assert names.replace("ודניאל") == "ובן הזוג"


def test_a_sentence_begins_with_a_capital() -> None:
    """An alias in small letters has one where the name began a sentence with one, and nowhere else."""
    names = Names((Person("Alex", alias="my P"),))
    text = "Alex. “Alex” asked? Alex! alex, e.g.Alex\nAlex (Alex) and Alex"
    shown = "My P. “My P” asked? My P! my P, e.g.my P\nMy P (my P) and my P"
    assert names.replace(text) == shown


def test_one_name_within_another() -> None:
    """The longest name is taken first, each for its own person, and what was put in is not replaced again."""
    names = Names(
        (
            Person("Ann", alias="Sister"),
            Person("Mary Ann", alias="Ann B"),
            Person("Lucas"),
            Person("Sister", alias="Nun"),
            Person("Lu", kept_out=("Luca",)),
        )
    )
    assert names.replace("Mary Ann, Ann, Mary") == f"{HIDDEN} B, {HIDDEN}, Mary"
    assert names.replace("Lucas and Luca") == "Lucas and Lu"
    assert Names((Person("Ann", alias="A"), Person("Mary Ann", alias="M"))).replace("Ann, mary-ann") == "A, M"


@pytest.mark.parametrize("person", [Person("x", alias="my Sam", kept_out=("Sam",)), Person("Sam", kept_out=("sam",))])
def test_an_alias_never_shows_what_is_kept_out(person: Person) -> None:
    """Where even the alias has the name, nothing of the name stands there."""
    assert "Sam" not in Names((person,)).replace("Sam's")
    assert Names((Person("M"), Person("B", alias="M"), Person("C", kept_out=("M Luisa",)))).replace("B Luisa") == HIDDEN


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("with Samantha", Where.INSIDE, "Samantha"),
        ("the saṁe", Where.INSIDE, "saṁe"),
        ("S-a m", Where.SPELLED, "S-a m"),
        ("s.A.m", Where.SPELLED, "s.A.m"),
        ("this am", Where.ACROSS, "this am"),
        ("Sam's", Where.WORD, "Sam"),
        ("Leah's, ", Where.NICKNAME, "Leah"),
        ("Пересаmм", None, ""),
        ("s\u200bamantha", Where.INSIDE, "s\u200bamantha"),
    ],
)
def test_what_remains(text: str, where: Where | None, words: str) -> None:
    """The letters of a name are found wherever they are, with how they stand there and in which words."""
    names = Names((Person("X", kept_out=("Sam",)), Person("Leah")))
    found = names.remaining(text)
    assert [(one.where, one.words) for one in found] == ([(where, words)] if where else [])
    for one in found:
        assert one.nickname == ("Leah" if where is Where.NICKNAME else "X")
        assert fold_of(text[one.start : one.end]).startswith("leah" if where is Where.NICKNAME else "sam")


def fold_of(text: str) -> str:
    """The letters of a text, small and plain."""
    return "".join(char for char in fold(text).text if char not in SEPARATORS)


def test_a_case_that_is_not_replaced_is_found() -> None:
    """Forms in small letters, which may be other words, stay and are found by their stem."""
    assert [one.words for one in world("Анна").remaining("анны")] == ["анны"]
    assert [one.where for one in world("Alex").remaining("alexs")] == [Where.INSIDE]


def test_nobody_keeps_anything_out() -> None:
    """Without such names every text stays as it is, and a name without letters is never found."""
    for names in (Names(()), Names((Person("Alex"),)), world("", "---", " . ")):
        assert names.replace("Alex --- \u200b x") == "Alex --- \u200b x"
    assert Names(()).header == ""


@pytest.mark.parametrize(
    ("person", "header"),
    [
        (ME, "Sam"),
        (Person("Sam Okafor", is_self=True, alias="S."), "S."),
        (Person("Sam Okafor", is_self=True, kept_out=("Okafor",)), f"Sam {HIDDEN}"),
        (Person("---", is_self=True, alias="S."), "S."),
    ],
)
def test_the_header(person: Person, header: str) -> None:
    """The person's own alias heads a summary, and a surname that is kept out doesn't."""
    names = Names((person, ALEX))
    assert names.header == header
    page = Summary(nickname=person.nickname, audience=Audience.THERAPIST, since=DAY, until=DAY, made=DAY, sections=())
    assert redacted(page, names).nickname == header


DAY = dt.date(2026, 5, 17)


def samples(hint: Any, path: str, made: list[str]) -> list[Any]:
    """A value of each shape that a type has, with a text of its own, noted in `made`, for every string but keys."""
    if get_origin(hint) in (Union, types.UnionType):
        return [value for one in get_args(hint) for value in samples(one, f"{path}/{one.__name__}", made)]
    if get_origin(hint) is tuple:
        return [tuple(samples(get_args(hint)[0], path, made))]
    if hint is str:
        text = f"{path} Alex {len(made)}"
        if not path.endswith("/key"):
            made.append(text)
        return [text]
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        values = {one.name: samples(hints[one.name], f"{path}/{one.name}", made) for one in fields(hint)}
        most, kind = max(map(len, values.values())), cast(Callable[..., Any], hint)
        return [kind(**{name: found[n % len(found)] for name, found in values.items()}) for n in range(most)]
    plain: dict[Any, Any] = {int: 3, bool: True, dt.date: DAY}
    return [plain[hint] if hint in plain else next(iter(hint))]


def test_every_text_of_a_summary_is_walked() -> None:
    """Whatever shapes a summary has, each text in it is changed, but the keys of lines stay as they are."""
    made: list[str] = []
    (page,) = samples(Summary, "", made)
    assert len(made) > 12
    assert set(texts_in(page)) == set(made)
    changed = redacted(page, NAMES)
    assert set(texts_in(changed)) == {text.replace("Alex", "P") for text in made}
    assert redacted(changed, NAMES) == changed == redacted(page, NAMES)
    # What is drawn has no other place for a text: all that is left of the name are keys.
    assert repr(changed).count("Alex") == len(re.findall(r"key='[^']*Alex", repr(changed))) > 3
    assert not remaining_in(changed, NAMES)


def page_with(*texts: str) -> Summary:
    """A summary with these lines."""
    section = Section("Lines", Items(tuple(Item(text, "3 May") for text in texts)))
    return Summary(nickname="Leah", audience=Audience.JOINT, since=DAY, until=DAY, made=DAY, sections=(section,))


def test_what_is_said_before_writing() -> None:
    """Names inside words ask for a yes, nicknames are told of, each once; no sentence has a word of the person's."""
    names = Names((Person("X", kept_out=("Sam", "Marietta")), Person("Leah"), Person("Robin")))
    page = page_with(
        "the same Samantha, the same S.a.m", "it was a mess", "Mar\x1bi etta", "with Leah", "tamari et tapas"
    )
    said = warnings(redacted(page, names), names)
    assert [(one.words, one.asks) for one in said] == [
        (("same", "Samantha"), True),
        (("S.a.m", "Mar\u241bi etta"), True),
        (("tamari et tapas",), False),
        (("Leah",), False),
    ]
    assert not any(word in one.sentence for one in said for word in ("Sam", "Leah", "X "))
    assert warnings(page_with("nothing of it"), Names((Person("X", kept_out=("Sam",)),))) == ()
    many = warnings(page_with(" ".join(f"sam{'n' * n}" for n in range(1, 20))), names)
    assert many[0].words[-1] == "and 13 more"


@pytest.mark.parametrize(
    "piece",
    [
        "quiet ",
        "Alex's ",
        "alex",
        "Maria ",
        "Maria  \n",
        "s a m ",
        "samsam",
        ".'",
        "é\u0301",
        "美穂",
        "ж Анна’s ",
        "\u200b",
        "𝐀",
    ],
)
def test_work_grows_with_the_text(piece: str) -> None:
    """Twice the text makes at most about twice as many steps, whatever it is made of."""
    names = Names((Person("Y", kept_out=("Sam", "美穂", "Анна", "A", "Maria Luisa", "Maria Anna")), ALEX))

    def steps(text: str) -> int:
        count = 0

        def step(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(step)
        try:
            names.remaining(names.replace(text))
        finally:
            sys.setprofile(None)
        return count

    steps(piece)
    assert steps(piece * 4000) <= 2.2 * steps(piece * 2000) + 200


@pytest.mark.parametrize("between", ["|", "+", "~", "\u2764", "\u2800", "\u0489", "\ua66f"])
def test_a_name_with_a_mark_or_a_picture_in_it_is_found(between: str) -> None:
    """What isn't a letter doesn't hide a name that it takes apart."""
    names = Names([Person("Kim", alias="my partner", kept_out=("Alexander",))])
    words = names.replace(f"and then Alex{between}ander laughed")
    assert "ander" not in words or [one.nickname for one in names.remaining(words)] == ["Kim"]

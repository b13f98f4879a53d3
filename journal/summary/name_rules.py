"""What can be said of names while they are typed: what can't be kept so, what is worth knowing, and an example."""

from collections.abc import Iterable

from journal.summary.name_forms import NameForms
from journal.summary.redact import Names, Where, stand_in
from journal.vault.people import Person

_SHORT = 2  # letters of a name that is a part of very many words
_AS_WORD = frozenset({Where.WORD, Where.SPELLED})


def faults(person: Person, others: Iterable[Person]) -> tuple[str, ...]:
    """Why somebody can't be kept like this beside the others, a sentence each; nothing where they can."""
    others = tuple(others)
    if not person.nickname.strip():
        return ("A nickname is needed: the one that you write.",)
    if any(_same(person.nickname, other.nickname) for other in others):
        return ("Somebody has this nickname already.",)
    found = []
    if any(not _letters(name) for name in person.kept_out):
        found.append("A name to keep out needs a letter or a number.")
    if any(_letters(name) == 1 and name.isascii() for name in person.kept_out):
        found.append("A name of one letter would be found everywhere. Write more of it.")
    if shows := _shows(person, (person,)):
        found.append(f"{shows} has a name in it that is kept out. Choose an alias without it.")
    elif shows := _shows(person, others):
        found.append(f"{shows} has a name in it that is kept out for somebody else.")
    elif any(_shows(other, (person,), words_only=True) for other in others):
        found.append("A name that is kept out here stands in the alias or nickname of somebody else.")
    return tuple(found)


def advice(person: Person) -> str:
    """What is worth knowing of names that can be kept, or ""."""
    names = (*person.kept_out, *((person.nickname,) if person.alias.strip() else ()))
    if any(0 < _letters(name) <= _SHORT and name.isascii() for name in names):
        return (
            "A short name is a part of many words. They stay, and you are asked about them before a summary is written."
        )
    return ""


def example(person: Person) -> str:
    """A sentence that shows what becomes of the names of somebody."""
    shown = stand_in(person)
    names = [*person.kept_out, *((person.nickname,) if person.alias.strip() else ())]
    name = next((name for name in names if _letters(name)), "")
    if not shown.strip():
        return ""
    if not name:
        return f"Nothing of theirs is replaced: “{shown}” stands as you write it."
    before = f"It was {name}’s idea"
    return f"In a summary, “{before}” reads “{Names((person,)).replace(before)}”."


def _shows(person: Person, keeping: tuple[Person, ...], *, words_only: bool = False) -> str:
    """What of somebody, as it starts a sentence, shows a name that others keep out; "" for nothing."""
    for one in Names(keeping).remaining(stand_in(person)):
        inside = one.where is Where.INSIDE and one.letters > _SHORT and not words_only
        if one.where in _AS_WORD or inside:
            return "The alias" if person.alias.strip() else "The nickname, which stands where there is no alias,"
    return ""


def _same(nickname: str, other: str) -> bool:
    keys, others = NameForms(nickname).keys, NameForms(other).keys
    return bool(set(keys) & set(others)) or nickname.strip().casefold() == other.strip().casefold()


def _letters(name: str) -> int:
    return min((len(key) for key in NameForms(name).keys), default=0)

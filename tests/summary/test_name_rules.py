"""What is said of names while they are typed."""

import pytest

from journal.summary.name_rules import advice, example, faults
from journal.vault.people import Person

OTHERS = (Person("Sam", is_self=True), Person("Zoé", alias="Z.", kept_out=("Zoé Martin",)))


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        (Person("Alex", alias="my partner", kept_out=("Alex Smith", "Lexi")), ""),
        (Person("Alex", kept_out=("Alex Smith",)), ""),
        (Person("אליס", alias="השותפה", kept_out=("אליס לוי",)), ""),
        (Person("恵", alias="M", kept_out=("恵",)), ""),
        (Person("n" * 500, alias="a" * 500), ""),
        (Person(" "), "A nickname is needed"),
        (Person("SAM"), "already"),
        (Person("Zoe"), "already"),
        (Person("Alex", alias="A", kept_out=("-",)), "a letter or a number"),
        (Person("Alex", alias="A", kept_out=("J.",)), "one letter"),
        (Person("Alex", alias="Lexi", kept_out=("lexi",)), "The alias has"),
        (Person("Alex", alias="my Lexi's", kept_out=("Lexi",)), "The alias has"),
        (Person("Alex", alias="Alexis"), "The alias has"),
        (Person("Alex", kept_out=("ALEX",)), "The nickname, which"),
        (Person("Alex Smith", kept_out=("Smith",)), "The nickname, which"),
        (Person("Zoés friend"), "for somebody else"),
        (Person("Alex", alias="A", kept_out=("Sam",)), "of somebody else"),
    ],
)
def test_what_cannot_be_kept(person: Person, fault: str) -> None:
    """Each is refused for its own reason; long names, other scripts and pictures are fine."""
    found = faults(person, OTHERS)
    assert (len(found) == 1 and fault in found[0]) if fault else not found


def test_what_is_worth_knowing() -> None:
    """Short names are told of, where they are to be replaced."""
    assert "many words" in advice(Person("Alex", kept_out=("Al",)))
    assert advice(Person("Al", alias="A")) and not advice(Person("Al")) and not advice(Person("美", alias="A"))


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person("Alex", alias="my partner"), "In a summary, “It was Alex’s idea” reads “It was my partner’s idea”."),
        (
            Person("Alex", kept_out=("Alex Smith",)),
            "In a summary, “It was Alex Smith’s idea” reads “It was Alex’s idea”.",
        ),
        (Person("Alex"), "Nothing of theirs is replaced: “Alex” stands as you write it."),
        (Person(""), ""),
    ],
)
def test_an_example(person: Person, words: str) -> None:
    """It is made of what was typed, by what replaces names in a summary."""
    assert example(person) == words

"""Tags and nicknames typed in a row."""

import pytest

from journal.model.names import split_names, split_tags, tidy_names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Alex, Sam", ("Alex", "Sam")),
        (" Alex ,, Sam , ", ("Alex", "Sam")),
        ("Alex, ALEX, alex", ("Alex",)),
        ("Jo  Ann\tLee", ("Jo Ann Lee",)),
        ("Zoë, ZOË", ("Zoë",)),
        ("Straße, STRASSE", ("Straße",)),
        ("", ()),
        (" , ", ()),
        ("美穂, 直樹", ("美穂", "直樹")),
    ],
)
def test_names_between_commas(typed: str, names: tuple[str, ...]) -> None:
    """Blanks around names and repetitions in other capitals are dropped, and the order stays."""
    assert split_names(typed) == names


def test_the_first_spelling_of_a_name_is_kept() -> None:
    """A repetition never replaces the capitals that came first."""
    assert tidy_names(["iPhone", "IPHONE"]) == ("iPhone",)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [("#evening, calm", ("evening", "calm")), ("##a, #", ("a",)), ("c#", ("c#",)), ("# evening", ("evening",))],
)
def test_a_leading_hash_is_no_part_of_a_tag(typed: str, tags: tuple[str, ...]) -> None:
    """Tags may be typed with a hash before them, and are kept without it."""
    assert split_tags(typed) == tags

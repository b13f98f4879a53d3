"""Short names that a person types in a row: tags and nicknames."""

from collections.abc import Iterable


def tidy_names(typed: Iterable[str]) -> tuple[str, ...]:
    """The names without blanks around them and without those that repeat another in other capitals, order kept."""
    kept: dict[str, str] = {}
    for name in typed:
        name = " ".join(name.split())
        if name:
            kept.setdefault(name.casefold(), name)
    return tuple(kept.values())


def split_names(line: str) -> tuple[str, ...]:
    """The names in a line that has commas between them."""
    return tidy_names(line.split(","))


def split_tags(line: str) -> tuple[str, ...]:
    """The tags in a line that has commas between them; a leading # is not part of a tag."""
    return tidy_names(tag.strip().lstrip("#") for tag in line.split(","))

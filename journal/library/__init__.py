"""What comes with the program to write from: prompts and sentence scaffolds. Their texts are in TOML files."""

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

BLANK = "___"


@dataclass(frozen=True)
class PromptGroup:
    """Questions to write from that belong together: before a practice, after it, and so on."""

    name: str
    prompts: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """The prompts by group, and the scaffolds: sentences with BLANK where the person's own words go."""

    prompt_groups: tuple[PromptGroup, ...]
    scaffolds: tuple[str, ...]


@functools.cache
def library() -> Library:
    """Everything in the library; read once."""
    text = resources.files(__package__).joinpath("prompts.toml").read_text(encoding="utf-8")
    kept = tomllib.loads(text)
    return Library(
        prompt_groups=tuple(PromptGroup(group["name"], tuple(group["prompts"])) for group in kept["groups"]),
        scaffolds=tuple(kept["scaffolds"]["sentences"]),
    )

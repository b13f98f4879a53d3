"""The language of the product: no text that ships has a word that blames, ranks, cheers, labels or sets a norm.

Looked at are the strings of all TOML files and of the program (the docstrings of the command line too, which are its
help), the templates of the summary, README.md, CHANGELOG.md and docs/. People in the demo write in words of their own,
so they alone may use emoji and exclamation marks.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT


@dataclass(frozen=True)
class Ban:
    """Words that no text may have: a pattern and the reason, with samples of what it finds and what it leaves alone."""

    words: str
    why: str
    finds: tuple[str, ...]
    leaves: tuple[str, ...] = ()


BANS = (
    Ban(r"streaks?", "a gap is no loss", ("a 3-day streak", "Streaks")),
    Ban(r"badges?|troph(?:y|ies)|leaderboards?|high ?scores?", "nothing is won here", ("a badge", "your trophies")),
    Ban(r"overdue|falling behind|behind schedule", "homework is never late", ("Overdue: 2",)),
    Ban(
        r"miss(?:ed|es)?|missing (?:(?:a|your|this) )?(?:day|week|homework|session|practice)s?",
        "what was not done is no fault",
        ("You missed 2", "never miss a week", "missing days"),
        ("a missing file", "dismissed"),
    ),
    Ban(
        r"fail(?:s|ed|ing|ures?)?|flunk(?:ed)?",
        "no outcome is worse than another; and of the machine, say what happened and what to do",
        ("It failed.", "FAILURE"),
        ("unfailing", "failsafe"),
    ),
    Ban(r"laz(?:y|iness)|excuses?", "what gets in the way is no fault", ("no excuses",)),
    Ban(
        r"(?:ab)?normal(?:ly|ity)?|most (?:couples|people|women|men|partners)|on average|typical(?:ly)?",
        "no norms of bodies, desire or frequency",
        ("normal sex", "Most couples do", "on average twice", "abnormal"),
        ("normalised", "most days"),
    ),
    Ban(r"foreplay", "it ranks kinds of touch", ("Foreplay",)),
    Ban(r"dysfunction(?:s|al)?|frigid(?:ity)?|impoten(?:t|ce)", "it labels a person", ("a dysfunction", "frigid")),
    Ban(r"resistan(?:ce|t)|resisting", "putting off is material to talk about", ("your resistance",)),
    Ban(
        r"(?:non-?)?(?:complian|adheren)(?:ce|t)", "homework is an offer", ("non-compliance", "Compliant", "adherence")
    ),
    Ban(
        r"\d+ ?%|%%|per ?cent|percentages?",
        "no share of what was done",
        ("50% done", "80 %", "ten percent"),
        ("%d", "$primary 45%", "#8fb8c9 35%"),
    ),
    Ban(
        r"well done|(?:great|good|nice|excellent) (?:job|work)|keep it up|way to go|congrat\w*|bravo|hooray|yay|awesome"
        r"|amazing(?:ly)?|fantastic|proud of you|you did it|you(?:'re| are) doing (?:great|well)"
        r"|success(?:es|ful|fully)?|achiev\w+|accomplish\w*",
        "no cheering: nothing is graded",
        ("Well done", "Great job", "Congratulations", "you're doing great", "saved successfully", "an achievement"),
        ("a successor",),
    ),
    Ban(
        r"ready (?:to move on|for (?:the next|stage))|move on to (?:the next )?stage|next stage|on track"
        r"|(?:getting|got) (?:better|worse)|improv(?:ed|ing|ements?)",
        "no verdict is computed, and no stage is suggested or counted down to",
        ("You are ready for the next one", "ready to move on", "your tension improved"),
        ("Stop when you are ready to",),
    ),
    Ban(r"sexy|naughty|kinky|horny|steamy|seduc\w+|flirt\w*", "public-health tone, never erotic", ("Sexy", "flirting")),
    Ban(
        r"husbands?|wife|wives|boyfriends?|girlfriends?|spouses?|opposite sex",
        "partners are people of any kind and number",
        ("your wife", "Husband"),
        ("midwife",),
    ),
)
# Cheering in signs. Which characters are emoji by themselves is Emoji_Presentation in Unicode's emoji-data.txt; hearts
# and faces that are drawn in either way are with them.
SIGNS = (
    Ban(r"(?<=\w)!(?=[\s\"'”]|$)", "no cheering, no alarm", ("Saved!", 'say "stop!"'), ("![image](x)", "!important")),
    Ban(
        "[\U0001f000-\U0001faff\ufe0f\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2639\u263a\u2648-\u2653"
        "\u2665\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd"
        "\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
        "\u2b55]",
        "no emoji",
        ("\U0001f389", "\u2728", "\u2705"),
        ("\u2691 \u2713 \u25cf \u2502 \u2588",),
    ),
)

# Strings that no one is shown: how strong a colour is, and which characters are words, emoji among them.
COLOUR = re.compile(r"(?:\$[\w-]+|#[0-9a-fA-F]{6}) \d+%")
CHARACTER_RANGES = "journal/model/folding.py"

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in (
        "journal/**/*.py",
        "journal/**/*.toml",
        "journal/**/*.html",
        "journal/**/*.typ",
        "docs/*.md",
        "docs/*.json",
        "*.md",
    )
    for path in ROOT.glob(pattern)
)


def broken(text: str, bans: tuple[Ban, ...] = (*BANS, *SIGNS)) -> list[str]:
    """What a text has that it may not have, each with its reason."""
    text = COLOUR.sub("", text)
    return [
        f"{found.group()!r}: {ban.why}"
        for ban in bans
        for found in re.finditer(ban.words if ban in SIGNS else rf"(?<!\w)(?:{ban.words})(?!\w)", text, re.IGNORECASE)
    ]


def strings_of_toml(value: Any) -> Iterator[str]:
    """Every string in a TOML document; keys too, since some are shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings_of_toml(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of_toml(inner)


def strings_of_python(source: str, *, docstrings: bool) -> Iterator[str]:
    """Every string in a Python file but style sheets; in an f-string a 0 stands where a value goes."""
    tree = ast.parse(source)
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            left_out.update(node.values)
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            left_out.update(ast.walk(node.format_spec))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("CSS", "DEFAULT_CSS"):
            left_out.add(node.value)
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not docstrings:
            left_out.update(one.value for one in node.body[:1] if isinstance(one, ast.Expr))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node not in left_out:
            yield "".join(_part(one) for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.value


def _part(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    spec = value.format_spec if isinstance(value, ast.FormattedValue) else None
    return "0%" if spec is not None and ast.unparse(spec).rstrip("'\"").endswith("%") else "0"


def strings_of(path: Path) -> Iterator[str]:
    """What of a file reaches people."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            yield from strings_of_python(text, docstrings=path.is_relative_to(ROOT / "journal" / "cli"))
        case ".toml":
            yield from strings_of_toml(tomllib.loads(text))
        case _:
            yield text


@pytest.mark.parametrize("file", FILES)
def test_no_text_has_a_banned_word(file: str) -> None:
    """Each file is free of all of them; the message says which word, and why it isn't used."""
    own_words = file.startswith("journal/demo/") and file.endswith(".toml")
    bans = BANS if own_words or file == CHARACTER_RANGES else (*BANS, *SIGNS)
    problems = [problem for text in strings_of(ROOT / file) for problem in broken(text, bans)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("ban", [*BANS, *SIGNS], ids=lambda ban: ban.finds[0])
def test_each_ban_finds_what_it_is_for(ban: Ban) -> None:
    """Every pattern finds its samples, and leaves alone what only looks like them."""
    assert all(broken(sample, (ban,)) for sample in ban.finds)
    assert not any(broken(sample, (ban,)) for sample in ban.leaves)


def test_every_place_where_text_can_be_is_looked_at() -> None:
    """Literals, f-strings with their numbers, the help of commands, TOML keys and values, README and docs are read."""
    source = 'def list_():\n    """A streak."""\n    return f"{done:.0%} badge", f"{share} overdue {share}%", "plain"\n'
    found = {text for text in strings_of_python(source, docstrings=True) if broken(text)}
    assert found == {"A streak.", "0% badge", "0 overdue 0%"}
    assert "A streak." not in set(strings_of_python(source, docstrings=False))
    assert [text for text in strings_of_toml({"Streak": [{"a": "badge"}, 1]}) if broken(text)] == ["Streak", "badge"]
    kinds = {Path(file).suffix for file in FILES}
    assert {".py", ".toml", ".md", ".html"} <= kinds
    assert {"README.md", "docs/guide.md", "journal/library/prompts.toml", "journal/cli/app.py"} <= set(FILES)

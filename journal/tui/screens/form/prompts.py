"""Something to write from: a prompt or the beginning of a sentence."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.library import library
from journal.library.words import OwnWords
from journal.tui.commands import Command, bindings
from journal.tui.screens.base import DialogScreen
from journal.tui.widgets.lines import Lines

_COMMANDS = (
    Command("go_group(1)", "right", "", "Go to the next group", priority=True),
    Command("go_group(-1)", "left", "", "Go to the group before", priority=True),
    Command("close", "escape,f2", "Back", "Go back without choosing"),
)


@dataclass(frozen=True)
class Taken:
    """What was chosen, as it shipped: a question to answer, or a sentence to say with blanks to fill."""

    text: str
    is_scaffold: bool


class PromptsScreen(DialogScreen[Taken | None]):
    """The prompts by group, then the scaffolds. Arrows and Enter choose, and so does a click."""

    CSS_PATH: ClassVar = ["../dialogs.tcss", "form.tcss"]
    ACTIONS = _COMMANDS
    BINDINGS = bindings(_COMMANDS)
    AUTO_FOCUS = "OptionList"

    def compose(self) -> ComposeResult:
        """One list under its headings."""
        shelf = library()
        self._offered = [Taken(prompt, False) for group in shelf.prompt_groups for prompt in group.prompts]
        self._offered += [Taken(sentence, True) for sentence in shelf.scaffolds]
        with Vertical(classes="dialog -tall"):
            yield Lines(*self._options(), markup=False)
            yield Static(Content("Enter takes it   Right, Left  another group   Esc goes back"), classes="quiet")

    def on_mount(self) -> None:
        """Begins at the first prompt."""
        self.query_one(OptionList).action_first()

    def _options(self) -> list[Option]:
        options: list[Option] = []
        number = 0
        words = OwnWords(self.journal.preferences.words)
        groups = [(group.name, group.prompts) for group in library().prompt_groups]
        for name, texts in [*groups, ("Sentences to begin with", library().scaffolds)]:
            if options:
                options.append(Option("", disabled=True))
            options.append(Option(Content.styled(name, "bold $accent"), disabled=True))
            for text in texts:
                options.append(Option(Content(words.in_text(text)), id=str(number)))
                number += 1
        return options

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._offered[int(event.option.id or 0)])

    def action_go_group(self, groups: int) -> None:
        """Moves to the first of another group; after the last one comes the first."""
        options = self.query_one(OptionList)
        disabled = [options.get_option_at_index(n).disabled for n in range(options.option_count)]
        starts = [n for n in range(1, len(disabled)) if disabled[n - 1] and not disabled[n]]
        here = max(k for k, start in enumerate(starts) if start <= (options.highlighted or starts[0]))
        options.highlighted = starts[(here + groups) % len(starts)]

"""The prompts and scaffolds that come with the program."""

from journal.library import BLANK, library


def test_there_are_34_prompts_in_seven_groups_and_ten_scaffolds() -> None:
    """The whole list is there, and none of it twice."""
    groups = library().prompt_groups
    prompts = [prompt for group in groups for prompt in group.prompts]
    assert [len(group.prompts) for group in groups] == [5, 10, 4, 5, 4, 2, 4]
    assert len(set(prompts)) == 34
    assert len(set(library().scaffolds)) == 10


def test_prompts_are_one_line_each_and_ask_something() -> None:
    """Every prompt is a question that fits on a line of a small screen."""
    prompts = [prompt for group in library().prompt_groups for prompt in group.prompts]
    assert all(len(prompt) <= 60 and prompt == " ".join(prompt.split()) for prompt in prompts)
    assert all(prompt.endswith("?") for prompt in prompts)


def test_scaffolds_have_room_for_own_words() -> None:
    """Every scaffold but the one for a pause has a blank to fill."""
    without = [sentence for sentence in library().scaffolds if BLANK not in sentence]
    assert without == ["I'm at a pause. Please stay close / give me space."]

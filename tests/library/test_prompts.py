"""The prompts and scaffolds that come with the program."""

from journal.library import BLANK, library

# As the clinical checklist has them: its numbers, and its words.
PROMPTS = """
Before
 1 What would make this feel safe enough?
 2 What am I predicting?
 3 What is one thing I can decline?
 4 What is my smallest version?
 5 What might get in the way, and then what?
After
 6 Which sensation was easiest to notice?
 7 Where did my attention go?
 8 What helped me come back?
 9 What differed from my prediction?
10 When did pressure appear?
11 What did I ask for?
12 Did I stop or slow anything? What made that possible?
13 What would I keep?
14 What would I change?
15 What surprised me?
If it didn't happen
16 What was going on this week?
17 Was the task unclear, too big, or wrong for me?
18 What does not doing it tell us?
19 What would be kinder to try?
Self and body
20 Which words for my body feel right?
21 Which part did I treat neutrally today?
22 Which "should" did I hear, and whose voice is it?
23 How do health, medicines or energy affect this?
24 What does closeness mean to me outside sex?
Relationship
25 When did I feel heard?
26 What am I assuming?
27 What do I appreciate?
28 Which limit needs saying?
Therapy
29 What is hardest to say aloud?
30 What feels different from a month ago?
Background
31 What was I taught about sex, and by whom?
32 Which health matters might my therapist want to know?
33 What do I believe a good sex life must be?
34 What brought me here, in one sentence?
"""
SCAFFOLDS = """
I'd like to try ___. It's fine to say no.
When ___ happens, I feel ___; I need ___.
I like it when ___. Could we do more of that?
Not ___ today. I'd welcome ___.
I'm at a pause. Please stay close / give me space.
What I heard was ___. Did I get that right?
I'm nervous saying this: ___.
My body needs ___ because of ___.
I'm unsure. Can we decide ___ later?
Thank you for telling me. Next time I'll ___.
"""


def test_the_prompts_are_those_of_the_checklist() -> None:
    """All 34 with their numbers and in their groups, word for word."""
    found, number = [], 0
    for group in library().prompt_groups:
        found.append(group.name)
        for prompt in group.prompts:
            number += 1
            found.append(f"{number:2} {prompt}")
    assert found == PROMPTS.strip().splitlines()
    assert number == 34


def test_the_scaffolds_are_those_of_the_checklist() -> None:
    """All ten, word for word."""
    assert list(library().scaffolds) == SCAFFOLDS.strip().splitlines()
    assert len(library().scaffolds) == 10


def test_prompts_are_one_line_each_and_ask_something() -> None:
    """Every prompt is a question that fits on a line of a small screen."""
    prompts = [prompt for group in library().prompt_groups for prompt in group.prompts]
    assert all(len(prompt) <= 60 and prompt == " ".join(prompt.split()) for prompt in prompts)
    assert all(prompt.endswith("?") for prompt in prompts)


def test_scaffolds_have_room_for_own_words() -> None:
    """Every scaffold but the one for a pause has a blank to fill."""
    without = [sentence for sentence in library().scaffolds if BLANK not in sentence]
    assert without == ["I'm at a pause. Please stay close / give me space."]

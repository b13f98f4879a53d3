"""Logging by answering questions on a terminal."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from journal.model.codec import to_document
from journal.model.entry import USUAL_SCALES, EntryContent, Kind, Mode, Outcome, blank, detail_fields
from journal.model.fields import FieldSpec, Input, fields_of
from journal.model.rating import SCALE, Moment, Rating
from journal.vault.vault import Vault
from tests.cheap import IMPATIENT
from tests.cli.running import Talk
from tests.conftest import PASSPHRASE
from tests.making import written_in

Start = Callable[..., Talk]
Reopened = Callable[[], Vault]
DRAFT = "kept as a draft. Open journal to go on with it."


def begin(talk: Start, path: Path, *arguments: str, **more: Any) -> Talk:
    """Starts `log` and gives the passphrase."""
    one = talk("--file", path, "log", *arguments, **more)
    one.hear("Passphrase: ")
    one.say(PASSPHRASE)
    return one


def answer_to(spec: FieldSpec) -> tuple[tuple[str, ...], Any]:
    """Lines to type for a field, and the value that its document then has."""
    match spec.input:
        case Input.LINE:
            return (f"A line for {spec.label} é 中",), f"A line for {spec.label} é 中"
        case Input.TEXT:
            return ("First, [/foo]", "", "  third", "."), "First, [/foo]\n\n  third"
        case Input.NUMBER:
            return ("7",), 7
        case Input.YES_NO:
            return ("y",), True
        case Input.CHOICE:
            return (spec.terms[-1].label[:-1].upper(),), spec.terms[-1].value
        case Input.CHOICES:
            return ("2, 1",), [spec.terms[1].value, spec.terms[0].value]
        case _:
            return ("one,  two words , One",), ["one", "two words"]


def answer(one: Talk, specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
    """Answers the questions for these fields, and returns the document that they make."""
    document: dict[str, Any] = {}
    for spec in specs:
        if spec.input is Input.GROUP:
            one.answer(spec.label, "y")
            document[spec.name] = answer(one, spec.group)
        else:
            lines, document[spec.name] = answer_to(spec)
            one.answer(f"\n{spec.label}", *lines)
    return document


def rated(kind: Kind) -> Iterator[Rating]:
    """A rating for each question about one."""
    for scale in USUAL_SCALES[kind]:
        for number, moment in enumerate(SCALE[scale].moments):
            yield Rating(scale, moment, number + 1)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_question(talk: Start, made: Path, reopened: Reopened, kind: Kind) -> None:
    """Every field of every kind is asked for once, in order, and is in the entry as it was typed."""
    one = begin(talk, made, kind.value)
    document = answer(one, fields_of(EntryContent))
    document["details"] = answer(one, detail_fields(kind))
    for rating in rated(kind):
        scale = SCALE[rating.scale]
        label = scale.name if rating.moment is Moment.ONCE else f"{scale.name}, {rating.moment.label}"
        one.answer(f"\n{label}", str(rating.value))
    one.answer("What may your therapist see", "")
    one.hear("Saved.")
    assert one.end() == 0
    vault = reopened()
    (entry,) = vault.entries.each()
    expected = {
        **document,
        "kind": kind.value,
        "when": to_document(entry.content)["when"],
        "ratings": [{"scale": r.scale, "moment": r.moment.value, "value": r.value} for r in rated(kind)],
    }
    assert to_document(entry.content) == expected
    assert entry.id in one.seen
    assert vault.drafts.list() == ()


def test_enter_skips_everything(talk: Start, made: Path, reopened: Reopened) -> None:
    """Enter skips each question; an entry with nothing in it is not saved, and that is said."""
    one = begin(talk, made, "education")
    for spec in (*fields_of(EntryContent), *detail_fields(Kind.EDUCATION)):
        one.answer(f"\n{spec.label}", "")
    for rating in rated(Kind.EDUCATION):
        one.answer(f"\n{SCALE[rating.scale].name}", "")
    one.hear("Nothing was answered, so nothing was saved.")
    assert one.end() == 2
    assert reopened().entries.count() == 0


def test_full_stop_saves(talk: Start, made: Path, reopened: Reopened) -> None:
    """A full stop alone ends the questions and saves what is there; nothing is asked about sharing."""
    one = begin(talk, made, "sens", "--on", "2026-05-04", "--at", "21:30")
    one.hear("Sensate focus, Mon 4 May 2026, 21:30")
    one.answer("With whom", "p")
    one.answer("People", ".")
    one.hear("Saved.")
    assert one.end() == 0
    (entry,) = reopened().entries.each()
    assert entry.content == replace(blank(Kind.SENSATE_FOCUS, entry.content.when), mode=Mode.PARTNERED)


def test_rating_alone_is_an_entry(talk: Start, made: Path, reopened: Reopened) -> None:
    """An entry with one rating, 0 at that, and nothing else is saved."""
    one = begin(talk, made, "reflection")
    for spec in (*fields_of(EntryContent), *detail_fields(Kind.REFLECTION)):
        one.answer(f"\n{spec.label}", "")
    one.answer("Tension, before", "0")
    one.answer("Tension, highest", ".")
    one.hear("Saved.")
    assert one.end() == 0
    (entry,) = reopened().entries.each()
    assert entry.content.ratings == (Rating("tension", Moment.BEFORE, 0),)


@pytest.mark.parametrize(
    ("question", "wrong", "words"),
    [
        ("With whom", "x", "That is none of these."),
        ("How it went", "9", "That is none of these."),
        ("How it went", "p", "More than one of these begins like that."),
        ("Minutes in all", "1441", "not a whole number from 0 to 1440"),
        ("Minutes in all", "ten", "not a whole number from 0 to 1440"),
        ("What got in the way", "1,99", "That is none of these."),
        ("Raise with my therapist", "perhaps", "neither yes nor no"),
    ],
)
def test_wrong_input(talk: Start, made: Path, question: str, wrong: str, words: str) -> None:
    """What can't be read is said with the reason and asked for again."""
    one = begin(talk, made, "comm")
    for spec in fields_of(EntryContent):
        if spec.label == question:
            one.answer(f"\n{spec.label}", wrong)
            one.hear(words)
            one.hear("> ")
            return
        one.answer(f"\n{spec.label}", "")


def test_stage_is_chosen_by_its_own_number(talk: Start, made: Path, reopened: Reopened) -> None:
    """Where the answers are numbers themselves, 1 means 1."""
    one = begin(talk, made, "sens")
    for spec in fields_of(EntryContent):
        one.answer(f"\n{spec.label}", "")
    one.answer("Stage", "1")
    one.answer("Who initiated", ".")
    one.hear("Saved.")
    (entry,) = reopened().entries.each()
    assert to_document(entry.content)["details"] == {"stage": "1"}


@pytest.mark.parametrize(
    ("typed", "released"),
    [
        ("", set()),
        ("1", set()),
        ("2", {"topic"}),
        ("3", {"topic", "outcome", "time"}),
        ("4", {"topic", "outcome", "time", "text"}),
    ],
)
def test_sharing(talk: Start, made: Path, reopened: Reopened, typed: str, released: set[str]) -> None:
    """At the end it asks what the therapist may see: nothing, the topic, the facts, or all but the guarded fields."""
    one = begin(talk, made, "exp", "--on", "yesterday", "--at", "9pm")
    given = {"How it went": "tried", "Topic label": "A new time", "What": "Something guarded"}
    for spec in (*fields_of(EntryContent), *detail_fields(Kind.EXPERIMENTATION)):
        one.answer(f"\n{spec.label}", *(("Notes.", ".") if spec.name == "text" else (given.get(spec.label, ""),)))
    for rating in rated(Kind.EXPERIMENTATION):
        one.answer(f"\n{SCALE[rating.scale].name}", "")
    offer = one.hear("> ")
    assert "What may your therapist see" in offer
    assert "3 only the facts: Time, How it went, Topic label\r\n" in offer
    assert "everything but the guarded fields: Time, How it went, Topic label, Notes" in offer
    one.say(typed)
    one.hear("Saved.")
    (entry,) = reopened().entries.each()
    assert set(entry.content.sharing.therapist) == released
    assert entry.content.sharing.joint == frozenset()


def test_pasted_lines_are_whole(talk: Start, made: Path, reopened: Reopened) -> None:
    """Long lines that are pasted at once, far beyond what the kernel takes in a line, arrive whole."""
    text = "\n".join(["a" * 20_000, "é" * 9_000, "", "c" * 30_000])
    one = begin(talk, made, "reflection")
    for spec in fields_of(EntryContent):
        if spec.name == "text":
            break
        one.answer(f"\n{spec.label}", "")
    one.hear("\nNotes")
    one.hear("> ")
    one.type(f"{text}\n.\n.\n")
    one.hear("Saved.")
    assert one.end() == 0
    (entry,) = reopened().entries.each()
    assert entry.content.text == text


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_accents_in_any_locale(talk: Start, made: Path, reopened: Reopened, locale: str) -> None:
    """Letters of other scripts are kept where the locale knows nothing of them too."""
    one = begin(talk, made, "reflection", env={"LC_ALL": locale})
    for spec in fields_of(EntryContent):
        if spec.name == "topic":
            break
        one.answer(f"\n{spec.label}", "")
    one.answer("Topic label", "Nähe, 中文, 🌿")
    one.answer("Notes", ".")
    one.hear("Saved.")
    (entry,) = reopened().entries.each()
    assert entry.content.topic == "Nähe, 中文, 🌿"


def up_to_notes(one: Talk) -> None:
    """Answers how it went, and begins the notes."""
    for spec in fields_of(EntryContent):
        if spec.name == "text":
            break
        one.answer(f"\n{spec.label}", "tried" if spec.name == "outcome" else "")
    one.answer("\nNotes", "A whole line")
    one.hear("> ")
    one.type("and half of anoth")
    one.hear("half of anoth")


def interrupt(one: Talk) -> int:
    one.type("\x03")
    one.hear(DRAFT)
    return one.end()


def end_of_input(one: Talk) -> int:
    one.say("er")
    one.hear("> ")
    one.type("\x04")
    one.hear(DRAFT)
    return one.end()


def terminate(one: Talk) -> int:
    one.signal(signal.SIGTERM)
    one.hear(DRAFT)
    return one.end()


def hang_up(one: Talk) -> int:
    return one.hang_up()


@pytest.mark.parametrize(
    ("leave", "code", "text"),
    [
        (interrupt, 130, "A whole line\nand half of anoth"),
        (end_of_input, 130, "A whole line\nand half of another"),
        (terminate, 143, "A whole line\nand half of anoth"),
        (hang_up, 129, "A whole line\nand half of anoth"),
    ],
)
def test_leaving_keeps_a_draft(
    talk: Start, made: Path, reopened: Reopened, leave: Callable[[Talk], int], code: int, text: str
) -> None:
    """Ctrl-C, Ctrl-D, a request to end and a closed terminal keep all that was typed, to the last key, as a draft."""
    one = begin(talk, made, "comm")
    up_to_notes(one)
    assert leave(one) == code
    vault = reopened()
    assert vault.entries.count() == 0
    (draft,) = vault.drafts.list()
    assert draft.content == replace(blank(Kind.COMMUNICATION, written_in(draft).when), outcome=Outcome.TRIED, text=text)


def test_killed(talk: Start, made: Path, reopened: Reopened) -> None:
    """A kill that can't be caught loses no answer that was ended with Enter."""
    one = begin(talk, made, "comm")
    one.answer("With whom", "solo")
    one.answer("People", "Alex")
    one.hear("> ")
    one.signal(signal.SIGKILL)
    assert one.end() == -signal.SIGKILL
    (draft,) = reopened().drafts.list()
    assert (written_in(draft).mode, written_in(draft).people) == (Mode.SOLO, ("Alex",))


@pytest.mark.parametrize(
    ("typed", "mode", "unread"),
    [("partn", Mode.PARTNERED, {}), ("4", None, {"mode": "4"})],
)
def test_half_an_answer(
    talk: Start, made: Path, reopened: Reopened, typed: str, mode: Mode | None, unread: dict[str, str]
) -> None:
    """An answer that was not ended is in the draft: read where that is possible, else as it was typed."""
    one = begin(talk, made, "comm")
    one.hear("> ")
    one.type(typed)
    one.hear(typed)
    one.type("\x03")
    one.hear(DRAFT)
    assert one.end() == 130
    (draft,) = reopened().drafts.list()
    assert (written_in(draft).mode, draft.unread) == (mode, unread)


def test_leaving_with_nothing_typed(talk: Start, made: Path, reopened: Reopened) -> None:
    """Ctrl-C before anything was typed keeps nothing, and says so."""
    one = begin(talk, made, "comm")
    one.hear("> ")
    one.type("\x03")
    one.hear("Nothing was typed, so nothing was kept.")
    assert one.end() == 130
    assert reopened().drafts.list() == ()


def test_saving_can_be_tried_again(talk: Start, made: Path, reopened: Reopened) -> None:
    """Where the entry can't be saved, it says why, and Enter tries again once the reason is gone."""
    one = begin(talk, made, "comm", env=IMPATIENT)
    one.answer("With whom", "solo")
    one.hear("> ")
    vault = reopened()
    with vault.atomic():
        vault.drafts.discard("nothing")
        one.say(".")
        one.hear("Another program is using")
        one.hear("Enter tries again, a full stop leaves: ")
    one.say()
    one.hear("Saved.")
    assert one.end() == 0
    assert vault.entries.count() == 1
    assert vault.drafts.list() == ()


def test_saving_given_up(talk: Start, made: Path, reopened: Reopened) -> None:
    """Giving up says that the entry was not saved, and keeps it as a draft where that is possible."""
    one = begin(talk, made, "comm", env=IMPATIENT)
    one.answer("With whom", "solo")
    one.hear("> ")
    vault = reopened()
    with vault.atomic():
        vault.drafts.discard("nothing")
        one.say(".")
        one.hear("Enter tries again, a full stop leaves: ")
    one.say(".")
    one.hear("The entry was not saved.")
    one.hear(DRAFT)
    assert one.end() == 11
    assert vault.entries.count() == 0
    (draft,) = vault.drafts.list()
    assert written_in(draft).mode is Mode.SOLO


def test_wrong_passphrase(talk: Start, made: Path) -> None:
    """A wrong passphrase is said before a question is asked, and is not shown while it is typed."""
    one = talk("--file", made, "log", "comm")
    one.hear("Passphrase: ")
    one.say("not the one at all")
    one.hear("journal: error: That passphrase does not open this journal.")
    assert one.end() == 12
    assert "not the one" not in one.seen and "With whom" not in one.seen


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_leaving_the_passphrase(talk: Start, made: Path, number: signal.Signals) -> None:
    """Ending it while it asks for the passphrase says nothing at all."""
    one = talk("--file", made, "list")
    one.hear("Passphrase: ")
    one.signal(number)
    assert one.end() == 128 + number
    assert one.seen.strip() == "Passphrase:"


def test_data_goes_to_standard_output(talk: Start, made: Path, reopened: Reopened, tmp_path: Path) -> None:
    """With standard output sent elsewhere the questions are still on the terminal, and the file gets only the id."""
    import pexpect

    out = tmp_path / "id"
    command = f'"$0" -m tests.program --file {made} log comm > {out}'
    child = pexpect.spawn("/bin/sh", ["-c", command, __import__("sys").executable], timeout=60, encoding="utf-8")
    child.expect_exact("Passphrase: ")
    child.sendline(PASSPHRASE)
    child.expect_exact("With whom")
    child.expect_exact("> ")
    child.sendline("solo")
    child.expect_exact("> ")
    child.sendline(".")
    child.expect(pexpect.EOF)
    child.close()
    (entry,) = reopened().entries.each()
    assert out.read_text() == f"{entry.id}\n"

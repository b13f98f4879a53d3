"""Somebody who uses every command that writes, takes or makes anything, with markers in all of it."""

import os
import shutil
from pathlib import Path

from pyrage import x25519

from journal.vault.recovery import key_of, salt_of
from journal.vault.vault import Vault
from tests.cli.running import Ended, run
from tests.e2e.needles import Needles
from tests.e2e.sheets import look_for, read_from
from tests.e2e.sweeping import Sweep
from tests.e2e.terminal import Terminal
from tests.e2e.tracing import TRACE, command


class Commands:
    """The way through the command line. `secret` is the passphrase as it is then, which comes through a descriptor."""

    def __init__(self, sweep: Sweep, secret: str) -> None:
        self.sweep, self.secret = sweep, secret
        self.other = sweep.home / "other.db"

    def told(
        self, *words: object, stdin: str = "", new: str = "", file: Path | None = None, codes: tuple[int, ...] = (0,)
    ) -> Ended:
        """Runs a command, looks at what it says beside what was asked for, and returns how it ended."""
        env = {**self.sweep.env, "HOME": str(self.sweep.home)}
        program = command(Path(env.pop(TRACE)))
        inherited: tuple[int, ...] = ()
        if new:
            reading, writing = os.pipe()
            os.write(writing, f"{new}\n".encode())
            os.close(writing)
            inherited, words = (reading,), (*words, "--new-passphrase-fd", reading)
        ended = run(
            *("--file", file or self.sweep.path, *words),
            stdin=stdin.encode(),
            passphrase=self.secret,
            env=env,
            program=program,
            inherited=inherited,
        )
        assert ended.code in codes, (words, ended.err)
        self.sweep.note(f"standard error of {words}", ended.err.encode())
        return ended

    def quiet(self, *words: object, stdin: str = "", file: Path | None = None, codes: tuple[int, ...] = (0,)) -> Ended:
        """The same for a command that says nothing of what is in the journal."""
        ended = self.told(*words, stdin=stdin, file=file, codes=codes)
        self.sweep.note(f"standard output of {words}", ended.out)
        return ended

    def write(self) -> None:
        """Texts from pipes, and an import."""
        new = self.sweep.needles.new
        self.quiet("log", "education", stdin=new("text from a pipe"))
        self.quiet("homework", "assign", "--from-scratch", "communication", stdin=new("homework"))
        self.quiet("session", "add", "--on", "-1", stdin=new("notes"))
        self.quiet("session", "agenda", "--add", "question", stdin=new("question"))
        text = f"[2026-04-01 09:30 PM] {new('title')}\n{new('body')} @{new('tag')}\n"
        self.quiet("import", "-", "--format", "jrnl", stdin=text)
        query = next(word for name, word in self.sweep.needles.words.items() if name.startswith("text from a pipe"))
        assert query in self.told("search", stdin=query).text
        assert "goals" in self.told("stats", "--json").text
        self.quiet("shared", "list")

    def export(self, *, released: bool) -> None:
        """Every format behind a password, and one for a key; the page for a session where anything was released."""
        home = self.sweep.home
        password = f"ten {Needles.unkept('password of a file')} stones"
        for form in ("json", "csv", "md"):
            place = home / f"data.{form}.age"
            self.quiet(
                *("export", "data", "--format", form, "--encrypt", "age", "--password-fd", 0, "-o", place),
                stdin=password,
            )
            assert place.stat().st_size > 1000
        recipient = str(x25519.Identity.generate().to_public())
        self.quiet("export", "data", "--recipient", recipient, "-o", home / "for a key.age")
        if released:
            options = ("--format", "pdf", "--password-fd", 0, "-o", home / "page.pdf", "--keep-names")
            self.quiet("export", "summary", *options, stdin=password)

    def change_secrets(self) -> None:
        """Another passphrase, a recovery sheet typed back on a terminal, and one more passphrase by that sheet."""
        new = f"eight {Needles.unkept('second passphrase')} bridges"
        self.told("passphrase", "change", new=new)
        self.secret = new
        words = self._sheet()
        new = f"eleven {Needles.unkept('third passphrase')} towers"
        self.told("recovery", "use", "--words-fd", 0, stdin=words, new=new)
        self.secret = new

    def _sheet(self) -> str:
        sweep = self.sweep
        env = {**sweep.env, "HOME": str(sweep.home)}
        window = Terminal(["--file", str(sweep.path), "recovery", "create"], env=env, program="tests.e2e.tracing")
        try:
            window.until_text("Passphrase:")
            window.type(f"{self.secret}\n")
            window.until_text("once it is written down")
            words, number = read_from(window.text)
            look_for(sweep.needles, words, key_of(" ".join(words), salt_of(number)).secret())
            sweep.look_at_processes(window.pid)
            window.press("enter")
            window.until_text("Word 1 and on")
            window.type(f"{' '.join(words)}\n")
            window.until_text("File number:")
            window.type(f"{number}\n")
            assert window.until_end() == 0
            sweep.look_at_terminal(window)
        finally:
            window.end()
        return " ".join(words)

    def copy(self) -> None:
        """Backups, a copy with an entry of its own that is taken in, and what each says."""
        shutil.copy(self.sweep.path, self.other)
        self.quiet("log", "reflection", stdin=self.sweep.needles.new("written in the copy"), file=self.other)
        self.quiet("merge", self.other)
        for words in ("create", "list --json", "verify"):
            self.quiet("backup", *words.split())
        self.quiet("doctor", "--json", codes=(0, 1))

    def end(self) -> None:
        """What is salvaged is sealed for a key, the copy destroyed, and the journal put back from its backup."""
        home, salvaged = self.sweep.home, self.sweep.home / "salvaged.db"
        self.quiet("doctor", "--salvage", "-o", salvaged)
        Vault.open(salvaged, self.secret, read_only=True).close()
        key = x25519.Identity.generate()
        (self.sweep.plain / "key").write_text(f"{key}\n")
        options = ("--recipient", key.to_public(), "--identity", self.sweep.plain / "key", "--yes")
        self.quiet("seal", "-o", home / "archive.age", *options, file=salvaged)
        self.quiet("destroy", "--yes", file=self.other)
        assert not salvaged.exists() and not self.other.exists()
        self.quiet("backup", "restore", "--yes")

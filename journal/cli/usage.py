"""What was typed wrongly, said in our words and without repeating it: it could be journal text."""

import re

from typer._click.exceptions import (  # Typer brings its own Click and has no public names for these
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

__all__ = ["UsageError", "explain"]

_OPTION = re.compile(r"--?[a-z][a-z-]{0,30}")
_GLOBAL = {"--file": "--file PATH", "--passphrase-fd": "--passphrase-fd N"}


def explain(error: UsageError) -> tuple[str, str]:
    """A message and a hint for a usage error."""
    command = error.ctx.command_path if error.ctx else "journal"
    help_hint = f"{command} --help says how."
    if isinstance(error, MissingParameter) and error.param is not None:
        return f"{error.param.human_readable_name} is missing.", help_hint
    if isinstance(error, BadParameter) and error.param is not None:
        return f"The value of {_name(error.param)} can't be used.", _choices(error.param) or help_hint
    if isinstance(error, BadOptionUsage):
        return f"{error.option_name} needs a value.", help_hint
    if isinstance(error, NoSuchOption):
        name = error.option_name
        if name in _GLOBAL:
            return (
                f"{name} comes before the command.",
                command.replace("journal", f"journal {_GLOBAL[name]}", 1) + " is the order.",
            )
        return (f"There is no option {name}." if _is_plain(name) else "There is no such option."), help_hint
    if error.message.startswith("No such command"):
        return "There is no such command.", help_hint.replace("says how", "lists the commands")
    if error.message.startswith("Missing command"):
        return f"{command} needs to know what.", help_hint.replace("says how", "lists what there is")
    return "There is more on the line than the command takes.", help_hint


def _is_plain(name: str) -> bool:
    return bool(_OPTION.fullmatch(name))


def _name(parameter: object) -> str:
    options = getattr(parameter, "opts", ())
    long = next((name for name in options if name.startswith("--")), "")
    return long or str(getattr(parameter, "human_readable_name", "an argument"))


def _choices(parameter: object) -> str:
    known = getattr(getattr(parameter, "type", None), "choices", ())
    return f"It is one of: {', '.join(str(choice) for choice in known)}." if known else ""

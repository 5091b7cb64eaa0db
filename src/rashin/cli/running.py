"""How a command is run: its language, its errors on one screen or as JSON, and its exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from rashin.cli.help import help_page
from rashin.cli.screen import Screen
from rashin.errors import (
    ArgumentMissing,
    ArgumentUnexpected,
    CommandUnknown,
    CommandWrong,
    Interrupted,
    OptionUnknown,
    OptionWithoutValue,
    RashinError,
    Unexpected,
)
from rashin.language import LANGUAGES, Language, Text
from rashin.settings import language, settings

_UNREAD = 141
"""The exit code when whoever reads the answer stops reading, as a shell counts SIGPIPE."""

_ERROR = Text("エラー: ", "Error: ")


def screen_for(lang: str | None, as_json: bool) -> Screen:
    """Where a command's answer goes."""
    return Screen(next((one for one in LANGUAGES if one == lang), language()), as_json)


def speaks(args: Sequence[str]) -> Language:
    """The language asked for on the command line, or else that of the settings."""
    for at, word in enumerate(args):
        given = word.removeprefix("--lang=") if word != "--lang" else "".join(args[at + 1 : at + 2])
        for one in LANGUAGES:
            if word.startswith("--lang") and given == one:
                return one
    return language()


class Command(TyperCommand):
    """One command, with help in the reader's language and errors of ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page."""
        formatter.write(_help_of(self, ctx))

    def invoke(self, ctx: Any) -> Any:
        """Do it.

        Raises:
            ArgumentUnexpected: more was given than the command takes.
            Interrupted: the user stopped it.
        """
        if ctx.args:
            raise ArgumentUnexpected(found=" ".join(ctx.args), command=ctx.command_path)
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            raise Interrupted from None
        except BrokenPipeError:
            # What is still in the buffer must not be tried again when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _UNREAD
        return code


class Group(TyperGroup):
    """The `rashin` command, under which all others are."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help page."""
        formatter.write(_help_of(self, ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name.

        Raises:
            CommandUnknown: there is none.
        """
        found = super().get_command(ctx, cmd_name)
        if found is None and not cmd_name.startswith("-"):
            raise CommandUnknown(name=cmd_name, known=", ".join(self.commands))
        return found

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a command line, given as `args` or else as the program was started, and leave with its exit code."""
        words = args[0] if args else extra.pop("args", None)
        given: list[str] = list(sys.argv[1:] if words is None else words)
        extra |= {"standalone_mode": False, "prog_name": extra.get("prog_name") or "rashin"}
        try:
            settings()
            extra["obj"] = speaks(given)
            code = super().main(given or ["--help"], **extra)
        except RashinError as error:
            code = _failed(error, given)
        except typer.TyperException as wrong:
            code = _failed(_in_our_words(wrong), given)
        except KeyboardInterrupt:
            code = _failed(Interrupted(), given)
        except Exception as trouble:  # noqa: BLE001 - the last place where anything can be caught and said
            traceback.print_exc()
            code = _failed(Unexpected(found=f"{type(trouble).__name__}: {trouble}"), given)
        sys.exit(code if isinstance(code, int) else 0)


def _help_of(command: Any, ctx: Any) -> str:
    return help_page(command, ctx.command_path, ctx.obj, Screen(ctx.obj, as_json=False).width)


def _failed(error: RashinError, args: Sequence[str]) -> int:
    """Say what is wrong and how to mend it; the exit code."""
    screen = Screen(_surely_speaks(args), as_json="--json" in args)
    screen.answer(error.as_problem())
    screen.note(_ERROR[screen.language] + error.what_happened[screen.language])
    screen.note(error.how_to_mend)
    return error.exit_code


def _surely_speaks(args: Sequence[str]) -> Language:
    """The language of an error; Japanese when the error is that the settings cannot be read."""
    try:
        return speaks(args)
    except RashinError:
        return "ja"


def _in_our_words(wrong: typer.TyperException) -> RashinError:
    """What Typer found wrong with a command line, in both languages."""
    path = getattr(getattr(wrong, "ctx", None), "command_path", "rashin")
    param = getattr(wrong, "param", None)
    name = getattr(wrong, "option_name", "")
    if type(wrong).__name__ == "MissingParameter" and param is not None:
        named = param.opts[0] if param.param_type_name == "option" else param.metavar
        return ArgumentMissing(argument=named, command=path)
    if type(wrong).__name__ == "NoSuchOption":
        return OptionUnknown(option=name, command=path)
    if type(wrong).__name__ == "BadOptionUsage":
        return OptionWithoutValue(option=name, command=path)
    return CommandWrong(command=path)

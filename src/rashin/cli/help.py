"""Help as a page of our own, in the reader's language: Typer's is in English and misaligns Japanese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rashin.cli.layout import folded, padded, width
from rashin.cli.options import text_of
from rashin.language import Language, Text

_USAGE = Text("使い方:", "Usage:")
_ARGUMENTS = Text("渡すもの:", "Arguments:")
_OPTIONS = Text("指定できること:", "Options:")
_COMMANDS = Text("コマンド:", "Commands:")
_REQUIRED = Text("（必ず指定）", " (required)")
_DEFAULT = Text("（指定がなければ {value}）", " (default: {value})")
_HELP = Text("この説明を出します。", "Show this page.")
_MORE = Text("それぞれの説明は `rashin コマンド --help` で見られます。", "For each of them: `rashin COMMAND --help`.")
_BESIDE = 26
"""Words stand beside names up to this width, and below longer ones."""

Row = tuple[str, str]


def help_page(command: Any, path: str, language: Language, places: int) -> str:
    """What a command does and takes.

    Args:
        command: the command as Typer made it.
        path: how it is called, such as "rashin learn".
        language: of the page.
        places: the width of the terminal.
    """
    shown = [one for one in command.params if not one.hidden]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    children = getattr(command, "commands", {})
    parts = [
        _block(_ARGUMENTS[language], [(one.metavar, text_of(one.help)[language]) for one in arguments], places),
        _block(_COMMANDS[language], [(name, text_of(one.help)[language]) for name, one in children.items()], places),
        _block(_OPTIONS[language], [*_rows(options, language)], places),
        folded(_MORE[language], places) if children else "",
    ]
    about = folded(text_of(command.help)[language], places)
    usage = " ".join(_usage(path, arguments, options, bool(children)))
    return "\n\n".join([f"{_USAGE[language]} {usage}", about, *filter(None, parts)])


def _usage(path: str, arguments: list[Any], options: list[Any], group: bool) -> Iterator[str]:
    """How it is typed: what must be given by name, the rest as […]."""
    yield path
    yield from ("COMMAND …",) if group else (one.metavar for one in arguments)
    yield from (f"{one.opts[0]} {one.metavar}" for one in options if one.required)
    yield "[…]"


def _rows(options: list[Any], language: Language) -> Iterator[Row]:
    for one in options:
        names = ", ".join(one.opts)
        takes = "" if one.is_flag else f" {one.metavar}"
        yield names + takes, text_of(one.help)[language] + _aside(one, language)
    yield "--help", _HELP[language]


def _aside(option: Any, language: Language) -> str:
    if option.required:
        return _REQUIRED[language]
    return "" if option.default is None or option.is_flag else _DEFAULT.filled(value=option.default)[language]


def _block(title: str, rows: list[Row], places: int) -> str:
    """Names with their words beside them, or below where a name is long."""
    if not rows:
        return ""
    beside = min(max(width(name) for name, _ in rows), _BESIDE) + 4
    lines = [title]
    for name, words in rows:
        text = folded(words, places, indent=" " * beside)
        fits = width(name) + 4 <= beside
        lines.append(padded(f"  {name}", beside) + text[beside:] if fits else f"  {name}\n{text}")
    return "\n".join(lines)

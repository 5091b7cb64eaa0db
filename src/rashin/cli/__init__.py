"""The `rashin` command: reads options, calls the Python API, prints. It has no logic of its own."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from rashin.cli.check import check
from rashin.cli.decide import decide
from rashin.cli.explain import explain
from rashin.cli.learn import learn
from rashin.cli.options import both
from rashin.cli.report import report
from rashin.cli.running import Command, Group
from rashin.cli.sample import sample
from rashin.cli.services import services
from rashin.version import __version__

__all__ = ["app", "main"]

app = typer.Typer(
    name="rashin",
    cls=Group,
    help=both(
        "羅針: 過去の記録の表から学び、一件ごとに理由を示します。",
        "Rashin learns from a table of past cases, and gives the reasons of every decision.",
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"rashin {__version__}")
        raise typer.Exit


@app.callback()
def _rashin(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_say_version, is_eager=True, help=both("版を示します。", "Show the version.")
        ),
    ] = False,
) -> None:
    """What stands before the name of a command."""


_SETTINGS = {"allow_extra_args": True}
"""More arguments than a command takes are refused by `Command`, in both languages."""

for _command, _what in (
    (services, both("どんなサービスがあるかを示します。", "Show which services there are.")),
    (
        sample,
        both(
            "架空の申込の表を書きます。試しに使うためのもので、実際の表と同じように汚れています。",
            "Write a table of invented cases to try things with, dirty the way such tables are.",
        ),
    ),
    (
        check,
        both(
            "表がどう読めたか、何を直したか、学ぶのに使えるかを示します。何も書きません。",
            "Show how a table was understood, what was repaired, and whether it can be learned from. Writes nothing.",
        ),
    ),
    (
        learn,
        both(
            "過去の記録から学び、どのくらい当たるかを確かめて、モデルを1つのファイルに書きます。",
            "Learn from past cases, check how good the result is, and write the model to one file.",
        ),
    ),
    (
        report,
        both(
            "モデルの報告書を書きます。ブラウザで読め、印刷でき、日本語と英語を切り替えられます。",
            "Write the report of a model: a page to read or print, in Japanese and English.",
        ),
    ),
    (
        decide,
        both(
            "申込の表を読み、一件ごとの判断と理由を示します。人が判断すべきものは、そう示します。",
            "Decide on each case of a table, with reasons, and say which ones a person must decide.",
        ),
    ),
    (
        explain,
        both(
            "一件の判断を、担当者が読む形で示します。理由と、何が変われば結果が変わるかを含みます。",
            "Show one decision as its reader wants it: the reasons, and what would change it.",
        ),
    ),
):
    app.command(cls=Command, help=_what, context_settings=_SETTINGS)(_command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A sign that the terminal's encoding lacks is shown as ? and stops nothing.
            stream.reconfigure(errors="replace")
    app()

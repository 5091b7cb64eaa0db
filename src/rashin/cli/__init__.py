"""The `rashin` command: reads options, calls the Python API, prints. It has no logic of its own."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from rashin.cli.audit import audit
from rashin.cli.backup import backup, restore
from rashin.cli.check import check
from rashin.cli.decide import decide
from rashin.cli.doctor import doctor
from rashin.cli.explain import explain
from rashin.cli.learn import learn
from rashin.cli.ledger import ledger
from rashin.cli.migrate import migrate
from rashin.cli.options import both
from rashin.cli.report import report
from rashin.cli.running import Command, Group
from rashin.cli.sample import sample
from rashin.cli.services import services
from rashin.cli.up import up
from rashin.cli.verify import verify
from rashin.cli.witness import witness
from rashin.cli.worker import worker
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
    (
        verify,
        both(
            "受領証が本物で、書き換えられていないかを確かめます。通信はしません。",
            "Verify that receipts are genuine and unchanged. Works offline.",
        ),
    ),
    (
        witness,
        both(
            "透明性ログが、前に見たときから書き足されただけで、書き換えられていないかを確かめます。",
            "Verify that a transparency log only grew since it was seen before, and was not rewritten.",
        ),
    ),
    (
        up,
        both(
            "羅針を動かします。ブラウザで使うページ、API、作業（学習など）を一つのプログラムで受け持ちます。",
            "Run Rashin: pages for the browser, the API, and jobs such as learning, all in one program.",
        ),
    ),
    (
        worker,
        both(
            "作業（学習など）だけをします。`rashin up` のほかに、何台の機械ででも動かせます。",
            "Do jobs such as learning, and nothing else. Runs beside `rashin up`, on as many machines as wanted.",
        ),
    ),
    (
        doctor,
        both(
            "動かす準備ができているかを調べ、足りないものと直し方を示します。",
            "See whether everything is as it must be to run, and say how to mend what is not.",
        ),
    ),
    (
        migrate,
        both(
            "データベースを、この版の羅針に合わせて更新します。その前に中身を写しておきます。",
            "Bring the database up to date with this Rashin, after saving its contents.",
        ),
    ),
    (
        backup,
        both(
            "すべてを1つのファイルに写します。動かしたままで構いません。",
            "Save everything to one file, while Rashin goes on running.",
        ),
    ),
    (
        restore,
        both(
            "バックアップから、空のところにすべてを戻します。戻せないときは何も変えません。",
            "Bring everything back from a backup, into an empty place: all of it or nothing.",
        ),
    ),
    (
        audit,
        both(
            "データベースと透明性ログが合っているかを確かめ、合わないところを示します。",
            "Prove that the database and the transparency log agree, or name the first places where they do not.",
        ),
    ),
):
    app.command(cls=Command, help=_what, context_settings=_SETTINGS)(_command)

app.add_typer(ledger)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A sign that the terminal's encoding lacks is shown as ? and stops nothing.
            stream.reconfigure(errors="replace")
    app()

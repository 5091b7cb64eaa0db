"""`rashin up`: pages, API and worker in one process."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Annotated

from rashin.cli.options import Json, Lang, option, whole
from rashin.cli.progress import Stages
from rashin.cli.running import screen_for
from rashin.cli.screen import Screen
from rashin.language import Text
from rashin.settings import Settings, settings
from rashin.version import __version__

if TYPE_CHECKING:
    from rashin.workspace.demonstration import Demonstration
    from rashin.workspace.workspace import Workspace

_RUNS = Text("羅針 {version} が動いています: {address}", "Rashin {version} runs: {address}")
_SET_UP = Text(
    "はじめの設定（このリンクは一度だけ使えます）: {address}/setup?token={token}",
    "First steps (this link works once): {address}/setup?token={token}",
)
_SIGN_IN = Text("サインイン: {address}/sign-in", "Sign in: {address}/sign-in")
_DATA = Text("データ: {data}　終えるには Ctrl-C を押してください。", "Data: {data}  Press Ctrl-C to end.")
_WHO = Text(
    "架空の人たちのサインイン（パスワードはどれも {password}）", "Who to sign in as (the password is always {password})"
)
_AS = Text("{email}　{who}", "{email}  {who}")
_WHERE = Text(
    "はじめは担当の田中さんでサインインし、「見直し」を開くと、人の判断を待っている申込が{waiting}件あります。",
    "Begin as Tanaka, the case worker: under “Reviews” {waiting} applications wait for a person.",
)
_OPEN = Text("ブラウザで開く: {address}", "Open in a browser: {address}")
_CITIZENS = Text(
    "だれでも見られる公開ページ: {address}/portal", "What anybody may see, without signing in: {address}/portal"
)
_CHECKED = Text("通しの試しは、最後までうまくいきました。", "The rehearsal went well to its end.")


def up(
    *,
    host: Annotated[
        str | None,
        option(
            "--host",
            metavar="ADDRESS",
            ja="待ち受ける住所。指定がなければ、設定 RASHIN_HOST に従います。",
            en="The address to listen at. By default that of the setting RASHIN_HOST.",
        ),
    ] = None,
    port: Annotated[
        int | None,
        option(
            "--port",
            metavar="N",
            parser=whole("--port", 0, 65_535),
            ja="待ち受ける番号。0なら空いている番号。指定がなければ、設定 RASHIN_PORT に従います。",
            en="The port to listen at, 0 for any that is free. By default that of the setting RASHIN_PORT.",
        ),
    ] = None,
    demo: Annotated[
        bool,
        option(
            "--demo",
            ja="架空の会社二つと事業の担当室が使っている羅針を動かします。データのフォルダーの中の demonstration に作り、ほかには触れません。",
            en="Run a demonstration that two invented companies and the office of a programme use. It is made in the "
            "folder demonstration of the data folder and touches nothing else.",
        ),
    ] = False,
    check: Annotated[
        bool,
        option(
            "--check",
            ja="一時的なフォルダーで動かし、見本の表で学習から判断、受領証の確認までを一通り行って終わります。",
            en="Run in a temporary folder, go through the main job on the sample once, from learning to a verified "
            "receipt, and end.",
        ),
    ] = False,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from rashin.web.serving import listen
    from rashin.workspace.logs import write_logs

    screen, chosen = screen_for(lang, as_json), settings()
    # Whoever looks at the demonstration is to keep its people and addresses in sight.
    write_logs(chosen.logs, only_trouble=demo or check)
    with listen(host or chosen.host, chosen.port if port is None else port) as listener:
        if demo:
            _demonstrate(screen, chosen, listener, check=check)
        elif check:
            _check(screen, chosen, listener)
        else:
            _serve(screen, chosen, listener)


def _serve(screen: Screen, chosen: Settings, listener: socket) -> None:
    from rashin.web.serving import address_of, serve
    from rashin.workspace.starting import open_ready

    workspace = open_ready(chosen)
    banner = partial(_banner, screen, workspace, address_of(listener))
    serve(workspace, listener, proxies=chosen.proxies, once_it_runs=banner)
    workspace.close()


def _demonstrate(screen: Screen, chosen: Settings, listener: socket, *, check: bool) -> None:
    from rashin.web.rehearsal import Rehearsal, look_around
    from rashin.web.serving import address_of, serve
    from rashin.workspace.demonstration import open_demonstration

    line, address = Stages(screen), address_of(listener)
    shown = open_demonstration(chosen, line, address)
    line.close()
    looking = Rehearsal(partial(look_around, address, shown.password), screen.item)

    def banner() -> None:
        _banner(screen, shown.workspace, address)
        _sign_ins(screen, shown, address)
        if check:
            looking.start()

    serve(shown.workspace, listener, proxies=chosen.proxies, once_it_runs=banner)
    shown.workspace.close()
    if check:
        looking.finish()
        screen.say(_CHECKED)


def _check(screen: Screen, chosen: Settings, listener: socket) -> None:
    from tempfile import TemporaryDirectory

    from rashin.web.rehearsal import Rehearsal, rehearse
    from rashin.web.serving import address_of, serve
    from rashin.workspace.place import in_folder
    from rashin.workspace.starting import open_ready

    with TemporaryDirectory(prefix="rashin-") as folder:
        workspace = open_ready(in_folder(chosen, Path(folder)))
        rehearsal = Rehearsal(partial(rehearse, workspace, address_of(listener)), screen.item)
        serve(workspace, listener, proxies=chosen.proxies, once_it_runs=rehearsal.start)
        workspace.close()
    steps = rehearsal.finish()
    screen.say(_CHECKED)
    screen.answer({"steps": steps})


def _banner(screen: Screen, workspace: Workspace, address: str) -> None:
    from rashin.workspace.access.people import setup_link_token

    with workspace.database.system() as session:
        token = setup_link_token(session)
    screen.show(screen.read(_RUNS.filled(version=__version__, address=address)))
    screen.show(screen.read((_SET_UP if token else _SIGN_IN).filled(address=address, token=token)))
    screen.show(screen.read(_DATA.filled(data=workspace.data)))
    setup = f"{address}/setup?token={token}" if token else None
    screen.answer({"version": __version__, "address": address, "setup": setup, "data": workspace.data})
    sys.stdout.flush()


def _sign_ins(screen: Screen, shown: Demonstration, address: str) -> None:
    from rashin.workspace.demonstration import SIGN_INS, waiting_for_a_person

    screen.title(_WHO.filled(password=shown.password))
    for one in SIGN_INS:
        screen.item(_AS.filled(email=one.email, who=one.who))
    screen.say(_WHERE.filled(waiting=waiting_for_a_person(shown.workspace)))
    screen.say()
    screen.show(screen.read(_CITIZENS.filled(address=address)))
    screen.show(screen.read(_OPEN.filled(address=address)))
    sys.stdout.flush()

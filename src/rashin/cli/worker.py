"""`rashin worker`: jobs only."""

from __future__ import annotations

import sys
from typing import Annotated

from rashin.cli.options import Json, Lang, option
from rashin.cli.running import screen_for
from rashin.language import Text
from rashin.settings import settings

_RUNS = Text("作業を待っています。終えるには Ctrl-C を押してください。", "Waiting for jobs. Press Ctrl-C to end.")


def worker(
    *,
    name: Annotated[
        str | None,
        option(
            "--name",
            metavar="NAME",
            ja="このプロセスの名前。いつも同じ名前で一つだけ動かすと、落ちて起き直したときに作業をすぐ続けます。"
            "名前がなければ、便りが途絶えてから（RASHIN_WORKER_LOST_SECONDS）ほかのプロセスが続けます。",
            en="A name of this process. If one process always runs under it, then after a crash it goes on with its jobs "
            "at once. Without a name another goes on with them once it is found lost (RASHIN_WORKER_LOST_SECONDS).",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Do jobs until Ctrl-C or SIGTERM."""
    from rashin.workspace.jobs import run_worker
    from rashin.workspace.logs import write_logs
    from rashin.workspace.starting import claim_log
    from rashin.workspace.workspace import open_workspace

    screen, chosen = screen_for(lang, as_json), settings()
    write_logs(chosen.logs)
    workspace = open_workspace(chosen)
    claim_log(workspace)
    screen.say(_RUNS)
    screen.answer({"name": name, "data": workspace.data})
    sys.stdout.flush()
    run_worker(workspace.jobs, worker_id=name)
    workspace.close()

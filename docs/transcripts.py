"""Runs the commands that stand in docs/first-steps, and writes what they answer below them (`make docs`).

A transcript is a block marked `console`. A line that begins with `$ ` is run by bash, in a folder where the checkout's
commands and, beside it, `shared/` lie as a reader of the page has them; the lines up to the next command are its answer.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[1]
SHARED = CHECKOUT.parent / "shared"
PAGES = ("first-steps.md", "first-steps.ja.md")

_BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")
_PROMPT = "$ "
_BY_HAND = ("git ", "make ", ". ")
"""Commands whose answers are not checked: they fetch and install."""


def commands(page: str) -> list[str]:
    """The commands of a page, in order."""
    lines = (line for block in _BLOCK.findall(page) for line in block.splitlines())
    return [line.removeprefix(_PROMPT) for line in lines if line.startswith(_PROMPT)]


def answered(page: str, folder: Path) -> str:
    """The page with the answers that its commands give now.

    Args:
        page: the text of the page.
        folder: where its commands are run; files they write stay there.
    """
    home = folder / "rashin"
    home.mkdir(parents=True, exist_ok=True)
    if SHARED.is_dir() and not (folder / "shared").exists():
        (folder / "shared").symlink_to(SHARED, target_is_directory=True)
    language = "en" if "export RASHIN_LANGUAGE=en" in commands(page) else "ja"

    def fresh(block: re.Match[str]) -> str:
        return "```console\n" + "".join(_fresh(block[1], home, language)) + "```"

    return _BLOCK.sub(fresh, page)


def _fresh(block: str, home: Path, language: str) -> Iterator[str]:
    for part in re.split(r"(?m)^(?=\$ )", block):
        command = part.partition("\n")[0].removeprefix(_PROMPT)
        if not part.startswith(_PROMPT) or command.startswith(_BY_HAND):
            yield part
        else:
            yield f"{_PROMPT}{command}\n{_answer(command, home, language)}"


def _answer(command: str, home: Path, language: str) -> str:
    """What a command writes to standard output, on a terminal of 80 places.

    Raises:
        CalledProcessError: it fails.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RASHIN_")}
    settings = {**kept, "PATH": path, "COLUMNS": "80", "RASHIN_LANGUAGE": language}
    bash = ["bash", "-c", command]
    # These are the commands of our own pages.
    done = subprocess.run(bash, cwd=home, env=settings, stdout=PIPE, stderr=DEVNULL, check=True)  # noqa: S603
    return done.stdout.decode()


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit("docs/transcripts.py needs the data sets of ../shared")
    for name in PAGES:
        with TemporaryDirectory() as folder:
            page = CHECKOUT / "docs" / name
            page.write_text(answered(page.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
        print(f"docs/{name}")

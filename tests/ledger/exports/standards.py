"""The standards' own judges and schemas, in an environment of their own (requirements/standards.txt), made when first asked for.

No schema lies in this repository. Those of Data Package 1 and of OCDS come out of packages that hold them, by their digests;
that of 360Giving is in no package and is fetched from where its publisher keeps it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[3]
LOCK = CHECKOUT / "requirements" / "standards.txt"
ENVIRONMENT = CHECKOUT / ".venv-standards"
JUDGE = Path(__file__).with_name("judge.py")

_PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check")
_PACKAGES = {
    "datapackage==1.15.4": "7fe7c17a58bb5fad903209d4f761199569d33cc45aad6d88213a8d8f7b3f7092",
    "ocdskit==1.7.0": "02a7d6182bbd7672cfd26cdbcae9726fbacdb917203d2bd5a726caa30040ff76",
}
"""Source distributions that hold schemas, and their SHA-256."""
_SCHEMAS = (
    "datapackage/profiles/data-package.json",
    "datapackage/profiles/tabular-data-package.json",
    "tests/fixtures/release-package-schema.json",
    "tests/fixtures/release-schema.json",
)
_THREESIXTY = "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/master/schema/"


def judged(folder: Path) -> dict[str, list[str]]:
    """What each judge finds wrong with the files in a folder."""
    done = subprocess.run(
        [_environment() / "bin" / "python", JUDGE, folder, ENVIRONMENT / "schemas"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def threesixty_schema(name: str) -> dict[str, Any] | None:
    """A schema of 360Giving; None where it cannot be reached."""
    try:
        with urllib.request.urlopen(_THREESIXTY + name, timeout=10) as answer:  # noqa: S310 - https
            schema: dict[str, Any] = json.load(answer)
    except (urllib.error.URLError, OSError):
        return None
    return schema


def _environment() -> Path:
    """The environment, made the first time and whenever its lock changed."""
    stamp = ENVIRONMENT / "lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        python = ENVIRONMENT / "bin" / "python"
        subprocess.run([python, *_PIP, "install", "--no-deps", "--require-hashes", "-r", LOCK], check=True)
        _take_schemas(python, ENVIRONMENT / "schemas")
        stamp.write_text(wanted)
    return ENVIRONMENT


def _take_schemas(python: Path, folder: Path) -> None:
    folder.mkdir()
    for package, digest in _PACKAGES.items():
        name = package.partition("=")[0]
        subprocess.run(
            [python, *_PIP, "download", "--no-deps", "--no-binary", name, "--dest", folder, package], check=True
        )
        (archive,) = folder.glob(f"{name}-*.tar.gz")
        assert hashlib.sha256(archive.read_bytes()).hexdigest() == digest, (
            f"{package} is not the one that was looked at"
        )
        with tarfile.open(archive) as held:
            for member in held.getmembers():
                content = held.extractfile(member) if member.name.endswith(_SCHEMAS) else None
                if content:
                    (folder / Path(member.name).name).write_bytes(content.read())

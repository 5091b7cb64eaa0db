"""The house keeps its order: imports run one way, heavy parts wait until they are used, files stay small."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import rashin
from rashin.services import services

SOURCE = Path(rashin.__file__).parent

# What each room may import. docs/architecture.md shows the same table and says what belongs in each room.
BASICS = {"errors", "estimates", "files", "language", "settings", "version"}
MAY_IMPORT: dict[str, set[str]] = {
    "language": set(),
    "notation": set(),
    "estimates": set(),
    "files": set(),
    "version": set(),
    "spreadsheets": set(),
    "errors": {"language"},
    "settings": {"errors", "language"},
    "charts": {"language"},
    "looks": {"charts"},
    "trust": {"errors", "estimates", "language"},
    "engines": BASICS | {"notation"},
    "services": BASICS | {"engines"},
    "ledger": BASICS | {"charts", "looks", "notation", "spreadsheets", "trust"},
    "learning": BASICS | {"engines", "services", "trust"},
    "report": BASICS | {"charts", "engines", "learning", "looks", "services", "trust"},
    "__init__": BASICS | {"engines", "learning", "report", "services", "trust"},
    "workspace": BASICS | {"charts", "engines", "learning", "ledger", "report", "services", "trust"},
    "web": BASICS
    | {
        "charts",
        "engines",
        "learning",
        "ledger",
        "looks",
        "report",
        "services",
        "spreadsheets",
        "trust",
        "workspace",
    },
    "cli": BASICS
    | {
        "__init__",
        "charts",
        "engines",
        "learning",
        "ledger",
        "report",
        "services",
        "spreadsheets",
        "trust",
        "web",
        "workspace",
    },
}

HEAVY = {
    "alembic",
    "argon2",
    "cryptography",
    "dbos",
    "fastapi",
    "psycopg",
    "sqlalchemy",
    "uvicorn",
    "calamine",
    "duckdb",
    "jinja2",
    "llvmlite",
    "narwhals",
    "numba",
    "pandas",
    "polars",
    "pyarrow",
    "python_calamine",
    "scipy",
    "sklearn",
}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def rooms() -> set[str]:
    return {room_of(path) for path in SOURCE.rglob("*.py")}


def imported_modules(path: Path) -> set[str]:
    """Every module a file imports at its head or inside a function; `from a import b` counts as a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which way it points"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rooms_imported(path: Path) -> set[str]:
    ours = (name.split(".") for name in imported_modules(path) if name.split(".")[0] == "rashin")
    return {parts[1] if len(parts) > 1 and parts[1] in rooms() else "__init__" for parts in ours}


def test_every_room_is_known_and_the_allowed_arrows_have_no_circle() -> None:
    assert rooms() <= set(MAY_IMPORT)
    assert set(TopologicalSorter(MAY_IMPORT).static_order()) == set(MAY_IMPORT)


def test_imports_run_one_way() -> None:
    pointing_back = [
        f"{path.relative_to(SOURCE)} → {room}"
        for path in sorted(SOURCE.rglob("*.py"))
        for room in sorted(rooms_imported(path) - MAY_IMPORT[room_of(path)] - {room_of(path)})
    ]
    assert pointing_back == []


def test_a_service_is_reached_through_the_list_of_services_only() -> None:
    """So that a new service is one new file, and nothing about it lives elsewhere."""
    own = {service.name: f"rashin.services.{service.name}" for service in services()}
    assert own
    by_name = [
        f"{path.relative_to(SOURCE)} → {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name in sorted(imported_modules(path))
        for service, module in own.items()
        if (name == module or name.startswith(f"{module}.")) and not in_service(path, service)
    ]
    assert by_name == []


def in_service(path: Path, service: str) -> bool:
    return path.relative_to(SOURCE).parts[:2] in {("services", service), ("services", f"{service}.py")}


def test_the_architecture_page_shows_the_same_arrows(checkout: Path) -> None:
    page = (checkout / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \|$", page, re.MULTILINE)
    shown = {room: set(re.findall(r"`(\w+)`", imports)) for room, imports in rows}
    assert shown == MAY_IMPORT


def heavy_modules_after(code: str) -> set[str]:
    report = f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return HEAVY & {name.partition(".")[0] for name in json.loads(done.stderr)}


@pytest.mark.parametrize(
    "code",
    [
        "import rashin",
        "import rashin.settings; rashin.settings.settings()",
        "from rashin.cli import app\ntry: app(['--help'])\nexcept SystemExit as end: assert not end.code, end.code",
    ],
    ids=["import", "settings", "help"],
)
def test_heavy_parts_wait_until_they_are_used(code: str) -> None:
    assert heavy_modules_after(code) == set()


def test_the_check_for_heavy_parts_sees_them() -> None:
    assert heavy_modules_after("import duckdb") >= {"duckdb"}


def test_no_file_outgrows_one_reading(checkout: Path) -> None:
    files = [path for room in ("src", "tests", "docs", "benchmarks") for path in (checkout / room).rglob("*.py")]
    # A step of the database's history is written once and never edited.
    files = [path for path in files if path.parent.name != "versions"]
    lines = {str(path.relative_to(checkout)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: count for name, count in lines.items() if count > 500} == {}

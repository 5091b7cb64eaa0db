"""The command as a process: exit codes, streams, errors without a traceback, and interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Desk, Run

# However this process was started: a shell lets what it starts in the background ignore the signal.
HEEDS_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from rashin.cli import main; main()"
)


def one_class(folder: Path) -> Path:
    path = folder / "one.csv"
    path.write_text("年商,結果\n" + "".join(f"{n},完済\n" for n in range(50)), encoding="utf-8")
    return path


def test_what_goes_well_ends_with_0_and_nothing_on_stderr(shell: Run, desk: Desk) -> None:
    done = shell("check", "lending", desk.loans)
    assert (done.code, done.err) == (0, "")
    assert "代表者の性別" in done.out


def test_data_that_is_refused_ends_with_3(shell: Run, tmp_path: Path) -> None:
    for command in (["check"], ["learn", "--target", "結果", "--out", tmp_path / "x.rashin"]):
        refused = shell(command[0], "lending", one_class(tmp_path), *command[1:])
        assert refused.code == 3
        assert "Traceback" not in refused.err
    missing = shell("check", "lending", tmp_path / "none.csv")
    assert missing.code == 3
    assert "none.csv" in missing.unbroken
    assert [path.name for path in tmp_path.iterdir()] == ["one.csv"]


def test_a_model_that_is_refused_ends_with_4(shell: Run, desk: Desk, tmp_path: Path) -> None:
    whole = desk.model.read_bytes()
    for name, content in {"foreign": b"hello", "short": whole[:-10], "changed": whole[:-1] + b"\x00"}.items():
        path = tmp_path / f"{name}.rashin"
        path.write_bytes(content)
        refused = shell("decide", path, desk.new)
        assert refused.code == 4, name
        assert refused.err.startswith("エラー: ")
        assert "Traceback" not in refused.err


def test_a_folder_in_place_of_a_model_is_told(shell: Run, desk: Desk, tmp_path: Path) -> None:
    refused = shell("decide", tmp_path, desk.new)
    assert refused.code == 3
    assert "Traceback" not in refused.err


def test_an_error_for_a_program_is_a_problem_body_on_stdout(shell: Run, tmp_path: Path) -> None:
    wrong = shell("check", "lending", tmp_path / "none.csv", "--json")
    assert json.loads(wrong.out)["type"] == "urn:rashin:problem:file-missing"
    assert wrong.code == 3


def test_an_unforeseen_defect_ends_with_1_and_says_so(desk: Desk) -> None:
    code = "import rashin.engines.tabular.reading as r\ndef read(*a, **k): raise ZeroDivisionError\nr.read = read\n"
    command = [sys.executable, "-c", code + "from rashin.cli import main; main()", "check", "lending", str(desk.loans)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "ZeroDivisionError" in done.stderr.split("エラー: ")[1]


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "euc_jp"])
def test_a_terminal_that_lacks_a_sign_stops_nothing(desk: Desk, encoding: str) -> None:
    rashin = str(Path(sys.executable).with_name("rashin"))
    command = [rashin, "explain", str(desk.model), str(desk.new), "--row", "2"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    told = subprocess.run([*command, "--json"], env=environment, capture_output=True, check=True)
    assert json.loads(told.stdout.decode(encoding))["decision"]["words"]["ja"]


def test_a_reader_that_stops_reading_is_no_error(desk: Desk) -> None:
    rashin = Path(sys.executable).with_name("rashin")
    line = f"'{rashin}' check lending '{desk.loans}' | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.strip() in {"0", "141"}


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_ctrl_c_leaves_nothing_half_written(desk: Desk, tmp_path: Path, as_json: list[str]) -> None:
    out = tmp_path / "loan.rashin"
    out.write_bytes(b"the old model")
    command = ["learn", "lending", str(desk.loans), "--target", "結果", "--out", str(out), *as_json]
    with subprocess.Popen(
        [sys.executable, "-c", HEEDS_CTRL_C, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("0%")
        process.send_signal(signal.SIGINT)
        said, beside = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "中断しました" in beside
    assert "Traceback" not in beside
    assert json.loads(said)["type"] == "urn:rashin:problem:interrupted" if as_json else said == ""
    assert [path.name for path in tmp_path.iterdir()] == ["loan.rashin"]
    assert out.read_bytes() == b"the old model"

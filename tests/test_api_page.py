"""The Python page shows code that runs: its blocks, one after another, on the packaged sample."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rashin.learning.samples import write_new_cases, write_sample
from rashin.services import find


@pytest.mark.parametrize("page", ["api.md", "api.ja.md"])
def test_the_blocks_of_the_page_run(
    page: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```", (checkout / "docs" / page).read_text(encoding="utf-8"))
    assert len(blocks) == 5
    write_sample(find("lending"), tmp_path / "loans.csv", rows=300)
    write_new_cases(find("lending"), tmp_path / "applications.csv")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)  # noqa: S102 - the page's own code
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert (tmp_path / "loan.rashin").stat().st_size > 0

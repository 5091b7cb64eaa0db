"""A citizen checks the book's log and a receipt with the program alone, and finds where to say what is wrong."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tests.program import rashin, up
from tests.web.browser import Browser
from tests.web.portal.conftest import Published


def test_a_witness_reads_the_log_at_its_address(published: Published, tmp_path: Path) -> None:
    old, new, receipt = (tmp_path / name for name in ("old", "new", "receipt.json"))
    old.write_bytes(published.first_checkpoint)
    with up(data=published.data) as program:
        log = f"{published.base}/log"
        key = program.get(f"{log}/key.txt").strip()
        new.write_text(program.get(f"{log}/checkpoint"))
        receipt.write_text(program.get(f"{published.base}/latest/receipt.json"))
        seen = rashin("witness", old, new, "--key", key, "--tiles", program.address + log)
        assert seen.returncode == 0, seen.stderr
        assert "are unchanged" in seen.stdout
        elsewhere = rashin("witness", old, new, "--key", key, "--tiles", f"{program.address}{published.base}/latest")
        assert elsewhere.returncode != 0
        held = rashin("verify", receipt, "--key", key)
        assert held.returncode == 0, held.stdout
        assert program.end() == 0


@pytest.mark.parametrize(
    ("folder", "english"), [("opinions/", False), ("award", False), ("award", True), ("programme", True)]
)
def test_every_page_leads_to_where_an_opinion_about_it_is_sent(
    published: Published, citizen: Browser, folder: str, english: bool
) -> None:
    release = published.latest / "en" if english else published.latest
    page = release / folder
    page = page if (page / "index.html").is_file() else next(path for path in sorted(page.iterdir()) if path.is_dir())
    address = f"{published.base}/latest/{page.relative_to(published.latest)}/"
    link = re.search(rf'href="({published.base}/opinions/send\?[^"]*)"', citizen.get(address).text)
    assert link
    form = citizen.get(unescape(link[1]))
    assert form.status_code == 200
    assert f'<html lang="{"en" if english else "ja"}">' in form.text
    assert f'action="{published.base}/opinions/send"' in form.text

"""The page as a browser shows it: on a phone, in either language, on paper."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rashin.report import render

pytestmark = pytest.mark.heavy

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)

MEASURE = """
const page = document.querySelector("iframe"), found = {};
page.onload = () => {
  const inside = page.contentDocument, shown = name => inside.querySelector(name).offsetHeight > 0;
  const look = () => ({ja: shown(".edition-ja"), en: shown(".edition-en"), wide: inside.documentElement.scrollWidth});
  found.first = look();
  const targets = [...inside.querySelectorAll(".edition-ja summary, .edition-ja nav a, .languages label")];
  found.lowest = Math.min(...targets.map(one => one.offsetHeight));
  inside.querySelectorAll(".edition-ja details").forEach(one => { one.open = true; });
  found.opened = look();
  inside.querySelector('label[for="language-en"]').click();
  found.second = look();
  document.querySelector("pre").textContent = JSON.stringify(found);
};
page.srcdoc = SOURCE;
"""


@pytest.fixture
def browser(tmp_path: Path) -> list[str]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
    return [program, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}"]


def run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_fits_every_width_and_switches_language_by_style_alone(
    browser: list[str], model: Any, tmp_path: Path, width: int
) -> None:
    page = json.dumps(render(model)).replace("</", "<\\/")
    wrapper = tmp_path / "wrapper.html"
    wrapper.write_text(
        f'<!doctype html><iframe style="border:0;width:{width}px;height:900px"></iframe><pre></pre>'
        f"<script>{MEASURE.replace('SOURCE', page)}</script>",
        encoding="utf-8",
    )
    shown = run([*browser, "--virtual-time-budget=20000", "--dump-dom", wrapper.as_uri()])
    text = re.search(r"<pre>(\{.*?\})</pre>", shown, re.DOTALL)
    assert text is not None, shown[-500:]
    found = json.loads(html.unescape(text[1]))
    assert found["first"] == {"ja": True, "en": False, "wide": width}
    assert found["opened"]["wide"] == width
    assert found["second"] == {"ja": False, "en": True, "wide": width}
    assert found["lowest"] >= 44


def test_on_paper_it_shows_the_chosen_language_and_every_table(browser: list[str], model: Any, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine: apt-get install poppler-utils")
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    render(model, page)
    run([*browser, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri()])
    words = re.sub(r"\s+", "", run(["pdftotext", "-layout", str(paper), "-"]))
    assert "最後に決めるのは人です" in words
    assert "Apersonmakesthedecision" not in words
    assert "（いまの線）" in words
    assert "数字を表で見る" not in words

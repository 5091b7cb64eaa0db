"""What machines ask: alive, ready, figures; and the figures name nobody."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text
from tests.web.browser import Browser, Running
from tests.web.conftest import BrowserOf
from tests.web.town import Town

from rashin.settings import settings
from rashin.workspace.workspace import Workspace

LINE = re.compile(r'(\w+)(?:\{((?:\w+="[^"\\]*",?)*)\})? (-?[0-9.e+-]+)')


def here(run: Running) -> Browser:
    """A browser on the machine itself."""
    return run.browser(place="127.0.0.1")


def figures(browser: Browser) -> dict[str, float]:
    """Every figure by its name and labels; each line must be one."""
    answer = browser.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = {}
    for line in answer.text.splitlines():
        if not line.startswith("#"):
            match = LINE.fullmatch(line)
            assert match, line
            found[match[1] + (f"{{{match[2]}}}" if match[2] else "")] = float(match[3])
    return found


def test_a_program_that_runs_is_alive_and_ready(anybody: Browser) -> None:
    assert (anybody.get("/healthz").status_code, anybody.get("/healthz").text) == (200, "ok\n")
    assert anybody.get("/readyz").json() == {"ready": True}


def test_a_program_whose_tables_are_not_its_own_is_alive_and_not_ready(workspace: Workspace, anybody: Browser) -> None:
    with workspace.database.system() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    answer = anybody.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:rashin:problem:database-newer"
    assert anybody.get("/healthz").status_code == 200


def test_requests_are_counted_by_the_template_of_their_address(town: Town, run: Running, browser_of: BrowserOf) -> None:
    reader = browser_of(town.reader)
    for _ in range(3):
        reader.get(f"/o/{town.home}")
    reader.get("/no/such/place/田中")
    found = figures(here(run))
    assert found['rashin_http_requests_total{method="GET",route="/o/{organisation}",status="200"}'] == 3
    assert found['rashin_http_requests_total{method="GET",route="(none)",status="404"}'] == 1
    assert found['rashin_http_request_seconds_count{route="/o/{organisation}"}'] == 3
    assert found['rashin_http_request_seconds_bucket{route="/o/{organisation}",le="+Inf"}'] == 3
    assert found["rashin_http_requests_open"] == 1


def test_figures_name_no_organisation_and_no_person(town: Town, run: Running, browser_of: BrowserOf) -> None:
    browser_of(town.worker).get(f"/o/{town.home}/members?q=田中")
    told = here(run).get("/metrics").text
    for secret in (town.home, town.abroad, "羅針信用組合", town.worker.id, town.worker.email, "田中"):
        assert secret not in told


def test_what_the_installation_holds_is_told(town: Town, run: Running) -> None:
    found = figures(here(run))
    assert found["rashin_organisations"] == 2
    assert found["rashin_log_entries"] == 0
    assert found["rashin_data_free_bytes"] > 0
    assert found["process_resident_memory_bytes"] > 0


@pytest.mark.parametrize("place", ["127.0.0.1", "::1"])
def test_without_a_token_only_the_machine_itself_may_ask(run: Running, place: str) -> None:
    assert run.browser(place=place).get("/metrics").status_code == 200
    assert run.browser(place="192.0.2.7").get("/metrics").status_code == 403
    proxied = {"x-forwarded-for": "127.0.0.1"}
    assert run.browser(place=place).get("/metrics", headers=proxied).status_code == 403


def test_with_a_token_whoever_has_it_may_ask(run: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHIN_METRICS_TOKEN", "秘密-1")
    settings.cache_clear()
    browser = run.browser(place="127.0.0.1")
    assert browser.get("/metrics").status_code == 403
    assert browser.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 403
    assert browser.get("/metrics", headers={b"authorization": "Bearer 秘密-1".encode()}).status_code == 200

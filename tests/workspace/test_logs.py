"""What a program logs can be read by people or by programs, and holds nothing that an error's words might quote."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Literal

import pytest

from rashin.workspace.logs import write_logs

PRIVATE = "田中 務 030-1234"


@pytest.fixture(autouse=True)
def own_root() -> Iterator[None]:
    """The root logger is the whole process's; it is put back as it was."""
    root = logging.getLogger()
    before, level = root.handlers, root.level
    yield
    root.handlers, root.level = before, level


def logged(form: Literal["text", "json"]) -> StringIO:
    stream = StringIO()
    write_logs(form, stream)
    return stream


def break_twice() -> None:
    try:
        int(PRIVATE)
    except ValueError as trouble:
        raise KeyError(PRIVATE) from trouble


def test_each_line_is_one_json_object() -> None:
    stream = logged("json")
    logging.getLogger("rashin.web").info("answered", extra={"facts": {"route": "/o/{organisation}", "ms": 1.5}})
    logging.getLogger("uvicorn.error").warning("two\nlines")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert {name: first[name] for name in ("level", "from", "said", "route", "ms")} == {
        "level": "info",
        "from": "rashin.web",
        "said": "answered",
        "route": "/o/{organisation}",
        "ms": 1.5,
    }
    assert first["at"].endswith("Z")
    assert second["said"] == "two"


def test_as_text_a_line_says_the_same() -> None:
    stream = logged("text")
    logging.getLogger("rashin.jobs").warning("job %s waits", "job_1", extra={"facts": {"kind": "learn"}})
    assert stream.getvalue().endswith(" WARNING rashin.jobs: job job_1 waits kind=learn\n")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("name", ["rashin.web", "uvicorn.error"])
def test_of_an_error_type_and_place_are_told_and_never_its_words(form: Literal["text", "json"], name: str) -> None:
    stream = logged(form)
    try:
        break_twice()
    except KeyError:
        logging.getLogger(name).exception("unexpected")
    told = stream.getvalue()
    assert PRIVATE not in told
    for word in ("KeyError", "ValueError", "break_twice", "test_logs.py:"):
        assert word in told


def test_what_asyncio_tells_of_a_forgotten_task_is_cut() -> None:
    stream = logged("text")
    logging.getLogger("asyncio").error(
        "Task exception was never retrieved\nfuture: <Task exception=ValueError('%s')>", PRIVATE
    )
    assert PRIVATE not in stream.getvalue()
    assert "never retrieved" in stream.getvalue()


def test_others_are_heard_only_when_something_is_wrong() -> None:
    stream = logged("text")
    logging.getLogger("sqlalchemy.engine").info("SELECT %s", PRIVATE)
    logging.getLogger("rashin.web").debug("detail")
    assert stream.getvalue() == ""

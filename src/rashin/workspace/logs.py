"""What a running program says of itself: one line, or one JSON object, for each thing that happened.

Nothing personal goes in. Our own messages name things by their ids and addresses by their templates; of an error its type
and place are told, never its words, which may quote somebody's data; of what other packages say, one line.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from rashin.workspace.clock import stamp

_OURS = "rashin"


def write_logs(form: Literal["text", "json"], stream: TextIO | None = None, *, only_trouble: bool = False) -> None:
    """From now on write what happens, or only what goes wrong, to a stream; to standard error unless given."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_AsJson() if form == "json" else _AsText())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(logging.WARNING if only_trouble else logging.INFO)


class _AsText(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items())
        head = f"{_at(record)} {record.levelname} {record.name}: {_said(record)}"
        return "\n".join([f"{head} {facts}".rstrip(), *(f"  {line}" for line in _broke(record))])


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": _said(record),
            **_facts(record),
        }
        broke = list(_broke(record))
        return json.dumps(told | ({"broke": broke} if broke else {}), ensure_ascii=False, default=str)


def _at(record: logging.LogRecord) -> str:
    return stamp(datetime.fromtimestamp(record.created, UTC))


def _said(record: logging.LogRecord) -> str:
    """The message; of others' messages only the first line, for asyncio puts errors with their words in the next."""
    said = record.getMessage()
    return said if record.name.partition(".")[0] == _OURS else said.partition("\n")[0]


def _facts(record: logging.LogRecord) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = getattr(record, "facts", {})
    return facts


def _broke(record: logging.LogRecord) -> Iterator[str]:
    """The types of an error and of those that led to it, the first last, each with where it was raised."""
    error = record.exc_info[1] if record.exc_info else None
    while error is not None:
        yield type(error).__name__
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            yield f"at {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)

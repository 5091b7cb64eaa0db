"""Watching a deployment at work: whether what comes in, what goes out and what becomes of it are still as learned."""

from rashin.workspace.watch.alarms import Alarmed, mark_seen, open_alarms, said_alarm
from rashin.workspace.watch.figures import Watched, watched
from rashin.workspace.watch.job import ask_to_watch, watch_kind

__all__ = ["Alarmed", "Watched", "ask_to_watch", "mark_seen", "open_alarms", "said_alarm", "watch_kind", "watched"]

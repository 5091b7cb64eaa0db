"""How far a long piece of work has come: one line that changes on a terminal, a few lines in a log."""

from __future__ import annotations

import sys
from time import monotonic

from rashin.cli.layout import clipped
from rashin.cli.screen import Screen
from rashin.language import Text
from rashin.learning.progress import Progress

_LINE = Text("{share}%{left}  {stage}（{rows:,}件）", "{share}%{left}  {stage} ({rows:,} cases)")
_LEFT = Text(" 残りおよそ{seconds}秒", ", about {seconds} s left")
_BAR = 12
_SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """Tells of progress on stderr."""

    def __init__(self, screen: Screen) -> None:
        """In the language of this screen."""
        self._screen = screen
        self._in_place = sys.stderr.isatty()
        self._stage: Text | None = None
        self._said = 0.0

    def __call__(self, progress: Progress) -> None:
        """The work has come so far."""
        line = self._line(progress)
        if self._in_place:
            full = round(_BAR * progress.done)
            bar = f"[{'#' * full}{'-' * (_BAR - full)}]"
            sys.stderr.write(f"\r\x1b[2K{clipped(f'{bar} {line}', self._screen.width - 1)}")
            sys.stderr.flush()
        elif progress.stage != self._stage or monotonic() - self._said > _SECONDS_BETWEEN_LINES:
            self._said = monotonic()
            self._screen.note(line)
        self._stage = progress.stage

    def close(self) -> None:
        """Take the line away."""
        if self._in_place and self._stage:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def _line(self, progress: Progress) -> str:
        left = progress.seconds_left
        words = _LEFT.filled(seconds=max(round(left), 1)) if left is not None and progress.done < 1 else Text("", "")
        return self._screen.read(
            _LINE.filled(share=int(100 * progress.done), stage=progress.stage, rows=progress.rows, left=words)
        )


class Stages:
    """Tells on stderr which stage of a longer piece of work it is at, and how far it has come where that is known."""

    def __init__(self, screen: Screen) -> None:
        """In the language of this screen."""
        self._screen = screen
        self._in_place = sys.stderr.isatty()
        self._said = ""

    def __call__(self, stage: Text, done: float | None) -> None:
        """The work is at this stage."""
        line = self._screen.read(stage) if done is None else f"{int(100 * done)}% {self._screen.read(stage)}"
        if self._in_place:
            sys.stderr.write(f"\r\x1b[2K{clipped(line, self._screen.width - 1)}")
            sys.stderr.flush()
        elif self._screen.read(stage) != self._said:
            self._screen.note(self._screen.read(stage))
        self._said = self._screen.read(stage)

    def close(self) -> None:
        """Take the line away."""
        if self._in_place and self._said:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

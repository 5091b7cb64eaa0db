"""Drawing many pages: by several processes where they are many, else at once. Rendering is all that these do."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rashin.ledger.portal.site import Page, Site
from rashin.settings import settings

MANY = 3000
"""From so many pages on, starting further processes pays."""
_BATCH, _WAITING = 64, 3
"""Pages handed over at once; and how many such wait for each process."""

_own: list[tuple[Site, Path]] = []
"""Of a process that draws: the site, and where its pages go."""


def draw_all(site: Site, made: Path, pages: Iterable[Page], expected: int) -> int:
    """Write pages in both languages.

    Args:
        site: what they share.
        made: the folder of the release.
        pages: read as they are needed.
        expected: about how many there are.

    Returns:
        How many there were.
    """
    if expected < MANY or settings().threads == 1:
        count = 0
        for page in pages:
            site.write(page, made)
            count += 1
        return count
    return sum(_drawn_by_several(site, made, iter(pages)))


def _drawn_by_several(site: Site, made: Path, pages: Iterator[Page]) -> Iterator[int]:
    workers = settings().threads
    # Processes that start afresh: a copy of this one would hold a database in the middle of its work.
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(site, made)) as pool:
        waiting: deque[Future[int]] = deque()
        while batch := list(islice(pages, _BATCH)):
            waiting.append(pool.submit(_draw, batch))
            if len(waiting) >= workers * _WAITING:
                yield waiting.popleft().result()
        yield from (one.result() for one in waiting)


def _begin(site: Site, made: Path) -> None:
    _own[:] = [(site, made)]


def _draw(pages: list[Page]) -> int:
    ((site, made),) = _own
    for page in pages:
        site.write(page, made)
    return len(pages)

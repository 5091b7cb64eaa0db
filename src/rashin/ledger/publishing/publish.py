"""Publishing: from a book and a question to a release that anybody can read, download and check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from rashin.language import Text
from rashin.ledger.book.batches import alone
from rashin.ledger.book.book import Book
from rashin.ledger.publishing.asked import Asked
from rashin.ledger.publishing.publication import Publication
from rashin.ledger.releases import Release, next_name, releases

_MADE = ".publishing-"


def publish(
    book: Book,
    out: Path,
    asked: Asked,
    *,
    at: datetime | None = None,
    tell: Callable[[Text], None] | None = None,
) -> Release:
    """Publish a release of a site, whole or not at all.

    Pages that rest on the same entries as in the release before are shared with it, so that a small correction costs little.

    Args:
        book: what is published from; its folder also keeps the log and the key that signs it.
        out: the folder of the site; it need not exist.
        asked: what is to be published, by whom, and how.
        at: when it is published; now, if not given.
        tell: is told each stage.

    Raises:
        BookMissing, BookDamaged: there is no book, or it is not as it was written.
        BookBlocked: the rules found errors, and no reason to publish all the same was given.
        SiteUnreadable: the release before is damaged.
        OSError: the site cannot be written.
    """
    moment = at or datetime.now(UTC)
    out.mkdir(parents=True, exist_ok=True)
    with alone(out), _made(out) as made:
        before = releases(out)
        publication = Publication(book, out, asked, next_name(out, moment), moment, before[-1] if before else None)
        return publication.make(made, tell or (lambda _: None))


@contextmanager
def _made(out: Path) -> Iterator[Path]:
    """A folder in which a release is made; what somebody who was stopped left behind is cleared away."""
    for left in out.glob(f"{_MADE}*"):
        rmtree(left)
    made = Path(mkdtemp(prefix=_MADE, dir=out))
    made.chmod(0o755)
    try:
        yield made
    finally:
        rmtree(made, ignore_errors=True)

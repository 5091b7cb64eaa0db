"""Whether every book of an installation is as it was written, and what was published of it rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rashin.errors import RashinError
from rashin.language import Text
from rashin.ledger.book.batches import check_files, read_batches

_WHERE = Text("{whose}：{what}", "{whose}: {what}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One book that is not as it was written, or whose log or latest release does not hold."""

    what: Text
    """Whose it is, by the id of the organisation, and what is wrong."""
    mend: Text


@dataclass(frozen=True, slots=True)
class AuditedBooks:
    """What was compared, and what was found."""

    books: int
    batches: int
    entries: int
    """Of the books' logs."""
    receipts: int
    """Of each site's latest release; none, unless they were asked for."""
    trouble: tuple[Trouble, ...]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written and signed."""
        return not self.trouble

    def as_fact(self) -> dict[str, object]:
        """The audit for a program."""
        counts = {name: getattr(self, name) for name in ("books", "batches", "entries", "receipts")}
        return {**counts, "trouble": [one.what for one in self.trouble]}


@dataclass(slots=True)
class _Audit:
    """One book after the other."""

    receipts_too: bool
    batches: int = 0
    entries: int = 0
    receipts: int = 0

    def look(self, book: Path) -> None:
        # Imported here: what publishes need not be loaded where nothing was.
        from rashin.ledger.publishing.auditing import check_log, check_published
        from rashin.ledger.releases import LOG

        found = read_batches(book / "batches")
        self.batches += len(found)
        for batch in found:
            check_files(book / "batches", batch)
        log = book / LOG
        if log.is_dir():
            entries = check_log(log)
            self.entries += len(entries)
            if self.receipts_too:
                self.receipts += check_published(book.parent / "site", log, entries)


def audit_books(folder: Path, *, receipts: bool) -> AuditedBooks:
    """Compare every batch of every book below a folder with its digest, and every log with its signature.

    Args:
        folder: of all programmes.
        receipts: whether every receipt of the latest releases is verified as well, which takes as long as there are many.
    """
    audit, books, trouble = _Audit(receipts), 0, []
    for book in _books(folder):
        books += 1
        try:
            audit.look(book)
        except RashinError as wrong:
            whose = book.relative_to(folder).parts[0]
            trouble.append(Trouble(_WHERE.filled(whose=whose, what=wrong.what_happened), wrong.how_to_mend))
    return AuditedBooks(books, audit.batches, audit.entries, audit.receipts, tuple(trouble))


def _books(folder: Path) -> Iterator[Path]:
    """The folders of each book, the samples too."""
    for pattern in ("*/book", "*/sample/book"):
        yield from sorted(path for path in folder.glob(pattern) if (path / "batches").is_dir())

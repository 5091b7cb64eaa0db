"""One publication under way: the steps from an open book to a release in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rashin.language import Text
from rashin.ledger.book.batches import Batch, digest_of
from rashin.ledger.book.book import Book
from rashin.ledger.checks.checking import Report, check
from rashin.ledger.exports.about import About
from rashin.ledger.exports.exports import exports
from rashin.ledger.exports.files import FOLDER as DATA
from rashin.ledger.exports.kept import Kept
from rashin.ledger.figures.computing import compute
from rashin.ledger.figures.family import families
from rashin.ledger.portal import drawing
from rashin.ledger.portal.addresses import place
from rashin.ledger.portal.carried import write_site
from rashin.ledger.portal.origins import origins
from rashin.ledger.portal.site import Site, fresh
from rashin.ledger.publishing import material
from rashin.ledger.publishing.asked import Asked
from rashin.ledger.publishing.changes import compare
from rashin.ledger.publishing.log import BookLog
from rashin.ledger.publishing.narrowing import mask, narrow
from rashin.ledger.publishing.receipts import Stated, leaves
from rashin.ledger.publishing.slices import Slice
from rashin.ledger.releases import LATEST, LOG, Release, linked_copy, mirror, releases
from rashin.ledger.scopes.installing import install

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_JAPAN = ZoneInfo("Asia/Tokyo")
_SUSPECTED = "CREATE OR REPLACE TEMP VIEW suspected AS SELECT id FROM finding WHERE code = 'M01' AND kind = 'payment'"

OPENING = Text("帳簿から範囲の記録を読んでいます", "Reading the scope's entries from the book")
CHECKING = Text("規則で調べています", "Checking against the rules")
COUNTING = Text("数字を計算しています", "Computing figures")
SIGNING = Text("受領証を作っています", "Making receipts")
DRAWING = Text("頁を作っています", "Drawing pages")
PLACING = Text("公開する場所に置いています", "Putting it in place")


@dataclass(frozen=True)
class Publication:
    """What is published, where, when, and what stood there before."""

    book: Book
    out: Path
    asked: Asked
    name: str
    at: datetime
    before: Release | None

    def make(self, made: Path, tell: Callable[[Text], None]) -> Release:
        """Make the release in a folder of its own, then put it in its place; see `publish`."""
        tell(OPENING)
        connection = self._open()
        known = self._known(connection)
        if not self.asked.scope.everything:
            Slice(self.book, self.rule).keep(connection, known)
        tell(CHECKING)
        report = self._check(connection)
        tell(COUNTING)
        moved = self._count(connection)
        if self.before:
            linked_copy(self.out / self.before.name, made, lambda path: path.startswith(f"{DATA}/"))
        tell(SIGNING)
        self._sign(connection, made, known)
        before = self.out / self.before.name if self.before else None
        kept = Kept(before)
        files = exports(connection, made, self.about, kept=kept, tell=tell)
        kept.write(made / DATA)
        tell(DRAWING)
        site = replace(self.site, files=files, origins=origins(connection))
        drawn = drawing.draw(connection, site, made, report, before)
        release = self._release(connection, known, report, moved, drawn)
        material.write(connection, made, release, known)
        write_site(site, made)
        tell(PLACING)
        self._place(made)
        return release

    @cached_property
    def about(self) -> About:
        """What the release says of itself."""
        address = f"{self.asked.about.address.rstrip('/')}/{self.name}/"
        return replace(self.asked.about, release=self.name, issued=self.at.astimezone(_JAPAN).date(), address=address)

    @cached_property
    def site(self) -> Site:
        """What its pages share."""
        return Site(
            self.about,
            self.name,
            self.asked.scope,
            self.book.currency or "JPY",
            preview=self.asked.preview,
            opinions_to=self.asked.opinions_to,
            as_received=self.asked.as_received,
            earlier=releases(self.out)[::-1],
        )

    @cached_property
    def rule(self) -> str:
        """Digest of the scope and of how it is put to a book."""
        query = resources.files("rashin.ledger.scopes").joinpath("install.sql").read_bytes()
        return sha256(repr(self.asked.scope).encode() + query).hexdigest()

    def _open(self) -> DuckDBPyConnection:
        connection = self.book.open(lazily=True)
        Slice(self.book, self.rule).open(connection)
        install(connection, self.asked.scope)
        narrow(connection)
        return connection

    def _known(self, connection: DuckDBPyConnection) -> tuple[Batch, ...]:
        """The batches that the connection was opened with; further ones may have come since."""
        count: Any = connection.execute("SELECT count(*) FROM batch").fetchone()
        return self.book.batches()[: int(count[0])]

    def _check(self, connection: DuckDBPyConnection) -> Report:
        report = check(connection, on=self.at.astimezone(_JAPAN).date(), keep=True)
        if not self.asked.as_received:
            report.refuse()
        mask(connection)
        return report

    def _count(self, connection: DuckDBPyConnection) -> int:
        connection.execute(_SUSPECTED)
        compute(connection, families())
        connection.execute(resources.files("rashin.ledger.portal").joinpath("placing.sql").read_text(encoding="utf-8"))
        before = self.before and self.out / self.before.name / DATA / "figures.parquet"
        return compare(connection, before or None, self.before.batches if self.before else 0)

    def _sign(self, connection: DuckDBPyConnection, made: Path, known: Sequence[Batch]) -> None:
        if self.asked.preview:
            return
        log = BookLog(self.book.folder / LOG, self._log_name())
        stated = Stated(self.name, self.asked.scope.code, digest_of(known), len(known), known[0].currency)
        made_now = list(leaves(connection, stated, families(), self.at))
        receipts = log.record([leaf for _, leaf in made_now])
        for (subject, _), receipt in zip(made_now, receipts, strict=True):
            fresh(made / place(subject.owner, subject.id) / "receipt.json", receipt.to_json(compact=True))
        log.publish(self.out / LOG)

    def _log_name(self) -> str:
        """The host and path that the site is at, as log names are by custom."""
        return self.asked.about.address.partition("://")[2].strip("/") + f"/{LOG}"

    def _release(
        self, connection: DuckDBPyConnection, known: Sequence[Batch], report: Report, moved: int, drawn: drawing.Drawn
    ) -> Release:
        counted: Any = connection.execute("SELECT count(*) FROM figure").fetchone()
        return Release(
            name=self.name,
            issued=self.about.issued,
            scope=self.asked.scope.code,
            rule=self.rule,
            book=digest_of(known),
            batches=len(known),
            figures=int(counted[0]),
            moved=moved,
            pages=drawn.pages,
            drawn=drawn.drawn,
            errors=sum(one.count for one in report.blocking),
            why_as_received=self.asked.as_received,
            published_by=self.asked.by,
        )

    def _place(self, made: Path) -> None:
        made.rename(self.out / self.name)
        mirror(self.out / self.name, self.out / LATEST)
        drawing.draw_entrance(self.site, self.out)

"""Looking a receipt up: whether it holds by itself, and whether this log still says what it said then."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.errors import NotFound, NotProven
from rashin.language import Text
from rashin.trust.log.checkpoint import Checkpoint
from rashin.trust.log.keys import VerifierKey
from rashin.trust.log.note import Note
from rashin.trust.log.tiles import ENTRIES, WIDTH, Tile, unbundled, width_of
from rashin.trust.log.witness import check_grown
from rashin.trust.receipts.receipt import Receipt
from rashin.trust.receipts.verify import Check, verify
from rashin.workspace.log.reading import LogReader

_THERE = Text(
    "このログの{place:,}件目に、いまも同じ記録があります。", "It is number {place:,} of this log to this day."
)
_NOT_THERE = Text(
    "このログの{place:,}件目に、この記録はありません。", "Number {place:,} of this log is not this record."
)
_GREW = Text(
    "このログは、受領証が作られたときの{size:,}件から、書き足されただけです。",
    "Since the receipt was made, when it had {size:,} entries, this log has only grown.",
)
_DID_NOT_GROW = Text(
    "このログは、受領証が作られたときの{size:,}件の続きではありません。",
    "This log does not go on from the {size:,} entries that it had when the receipt was made.",
)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What came of looking a receipt up."""

    checks: tuple[Check, ...]
    limits: tuple[Text, ...]
    """What it does not prove."""

    @property
    def holds(self) -> bool:
        """Whether everything holds."""
        return all(check.holds for check in self.checks)


def look_up(reader: LogReader, receipt: Receipt, key: str) -> LookedUp:
    """Verify a receipt with this log's key, and compare it with what the log holds now.

    Args:
        reader: of this log.
        receipt: of the right form.
        key: this log's public key.
    """
    verified = verify(receipt, [VerifierKey.parse(key)])
    then = Checkpoint.parse(Note.parse(receipt.checkpoint).text)
    there = _entry(reader, receipt.index) == receipt.entry
    grew = _only_grew(reader, then)
    still = (
        Check("still-there", (_THERE if there else _NOT_THERE).filled(place=receipt.index + 1), there),
        Check("only-grew", (_GREW if grew else _DID_NOT_GROW).filled(size=then.size), grew),
    )
    return LookedUp((*verified.checks, *still), verified.limits)


def _entry(reader: LogReader, index: int) -> bytes | None:
    number, place = divmod(index, WIDTH)
    try:
        return unbundled(reader.tile(Tile(ENTRIES, number, width_of(0, number, reader.size))))[place]
    except (NotFound, IndexError):
        return None


def _only_grew(reader: LogReader, then: Checkpoint) -> bool:
    try:
        check_grown(then, Checkpoint.parse(Note.parse(reader.checkpoint).text), reader.tile)
    except (NotFound, NotProven):
        return False
    return True

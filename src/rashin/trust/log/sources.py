"""Where a log's tiles come from: a folder, or the address of a log that the user gave."""

from __future__ import annotations

from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from rashin.errors import TileMissing
from rashin.trust.log.merkle import HASH_BYTES
from rashin.trust.log.tiles import WIDTH, ReadTile, Tile

_SECONDS = 30
_SCHEMES = ("http://", "https://")
_NOT_THERE = (OSError, ValueError, HTTPException)


def tiles_from(place: str) -> ReadTile:
    """A reader of the tiles below a folder, or below an http(s) address; raises TileMissing.

    A log may drop a tile that was not full once the full one is there (C2SP tlog-tiles), so that is tried as well.
    """

    def read(tile: Tile) -> bytes:
        data = _read(place, tile)
        if data is None:
            full = _read(place, Tile(tile.level, tile.index)) if tile.width < WIDTH else None
            data = full[: tile.width * HASH_BYTES] if full else None
        if data is None:
            raise TileMissing(path=tile.path)
        return data

    return read


def _read(place: str, tile: Tile) -> bytes | None:
    """A tile, and a byte more if there is one, so that one that is too long is found to be; None if it is not there."""
    most = tile.width * HASH_BYTES + 1
    try:
        if not place.startswith(_SCHEMES):
            with (Path(place) / tile.path).open("rb") as file:
                return file.read(most)
        # The scheme was checked above, and the address is the user's.
        with urlopen(f"{place.rstrip('/')}/{tile.path}", timeout=_SECONDS) as answer:  # noqa: S310
            return bytes(answer.read(most))
    except _NOT_THERE:
        return None

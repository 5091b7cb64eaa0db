"""`rashin witness`: whether a log only grew between two checkpoints, and a witness's word for it."""

from __future__ import annotations

from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Annotated

from rashin.cli.keys import LogKeys, file_bytes, keys_of
from rashin.cli.options import Json, Lang, argument, option
from rashin.cli.running import screen_for
from rashin.errors import ArgumentMissing, FileMissing
from rashin.language import Text

if TYPE_CHECKING:
    from rashin.trust.log.checkpoint import Checkpoint
    from rashin.trust.log.keys import SigningKey

_LARGEST_NOTE = 1_000_000

_GREW = Text(
    "ログ「{origin}」は、{old:,}件から{new:,}件に書き足されています。前の{old:,}件はそのままです。",
    "The log “{origin}” grew from {old:,} to {new:,} entries. The first {old:,} are unchanged.",
)
_SAME = Text(
    "ログ「{origin}」は、どちらも同じ{new:,}件です。", "The log “{origin}” has the same {new:,} entries in both."
)
_COSIGNED = Text("証人としての署名", "The signature of the witness")
_ADD = Text(
    "この行を NEW の最後に書き足すか、ログの持ち主に渡してください。",
    "Add this line to the end of NEW, or give it to whoever keeps the log.",
)
_KEY = Text("証人の公開鍵（確かめる人に知らせるもの）", "The public key of the witness, for those who verify")


def witness(
    old: Annotated[
        Path,
        argument(
            "OLD",
            "前に確かめたチェックポイントのファイル。初めてのときは NEW と同じもの。",
            "The checkpoint seen before; the first time, the same as NEW.",
        ),
    ],
    new: Annotated[
        Path, argument("NEW", "新しいチェックポイントのファイル。", "The file that holds the new checkpoint.")
    ],
    *,
    key: LogKeys,
    tiles: Annotated[
        str | None,
        option(
            "--tiles",
            metavar="FOLDER|URL",
            ja="ログのタイル。tile フォルダの親か、ログの住所（http:// か https://）。住所を書いたときだけ通信します。",
            en="The log’s tiles: the folder that holds its `tile` folder, or its address (http:// or https://). Only then "
            "is anything fetched.",
        ),
    ] = None,
    sign_with: Annotated[
        Path | None,
        option(
            "--sign-with",
            metavar="KEYFILE",
            ja="書き足されただけなら、この秘密鍵で証人として署名します。",
            en="If the log only grew, sign as a witness with this private key.",
        ),
    ] = None,
    name: Annotated[
        str | None,
        option(
            "--name",
            metavar="NAME",
            ja="KEYFILE がまだなければ、この名前の鍵を作って書きます。例: example.jp/witness",
            en="If there is no KEYFILE yet, make a key of this name and write it there. For example: example.jp/witness",
        ),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """See that a log only grew."""
    from rashin.trust.log.checkpoint import cosignature, open_checkpoint

    screen, keys = screen_for(lang, as_json), keys_of(key)
    notes = [file_bytes(path, _LARGEST_NOTE) for path in (old, new)]
    before, after = (open_checkpoint(note, keys).checkpoint for note in notes)
    _check(before, after, tiles)
    words = _SAME if before.size == after.size else _GREW
    screen.say(words.filled(origin=after.origin, old=before.size, new=after.size))
    signer = _signer(sign_with, name) if sign_with else None
    line = cosignature(notes[1], signer, int(time())) if signer else None
    public = str(signer.as_witness.verifier) if signer else None
    if line and public:
        screen.title(_COSIGNED)
        screen.show(line.rstrip("\n"))
        screen.say(_ADD)
        screen.title(_KEY)
        screen.show(public)
    screen.answer(
        {
            "origin": after.origin,
            "old": before.size,
            "new": after.size,
            "consistent": True,
            "cosignature": line,
            "key": public,
        }
    )


def _check(before: Checkpoint, after: Checkpoint, tiles: str | None) -> None:
    from rashin.trust.log.sources import tiles_from
    from rashin.trust.log.witness import check_grown, needs_tiles

    if tiles is None and needs_tiles(before, after) and before.origin == after.origin:
        raise ArgumentMissing(argument="--tiles", command="rashin witness")
    check_grown(before, after, tiles_from(tiles or "."))


def _signer(path: Path, name: str | None) -> SigningKey:
    """The witness's key; a new one if there is none yet and it was given a name."""
    from rashin.trust.log.keys import KeyType, SigningKey

    try:
        return SigningKey.read(path)
    except FileMissing:
        if name is None:
            raise
    key = SigningKey.new(name, KeyType.WITNESS)
    key.write(path)
    return key

"""`rashin backup` and `rashin restore`: everything of an installation in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rashin.cli.options import Json, Lang, argument
from rashin.cli.running import screen_for
from rashin.language import Text
from rashin.settings import settings

_SAVED = Text(
    "{path} に、{rows:,}行の記録と{files:,}個のファイルを写しました（{megabytes:,.1f} MB）。",
    "Saved {rows:,} rows and {files:,} files to {path} ({megabytes:,.1f} MB).",
)
_SECRET = Text(
    "このファイルには、すべての会社のデータと、透明性ログに署名する秘密鍵が入っています。"
    "読めるのは、いまのところあなただけです（0600）。ほかの人が読めない所に置いてください。",
    "This file holds the data of all companies, and the private key that signs the transparency log. So far you alone can "
    "read it (0600). Keep it where nobody else can.",
)
_RESTORED = Text(
    "{made_at} のバックアップから、{rows:,}行の記録と{files:,}個のファイルを戻しました。",
    "Restored {rows:,} rows and {files:,} files from the backup of {made_at}.",
)
_WAITING = Text(
    "終わっていなかった作業が{waiting:,}件あります。`rashin up` か `rashin worker` を始めると続きます。",
    "{waiting:,} jobs were not finished; they go on once `rashin up` or `rashin worker` runs.",
)
_ONE_ONLY = Text(
    "元の羅針がまだ動いているなら、どちらか一方だけにしてください。二つを動かすと、透明性ログが枝分かれし、証明が成り立たなくなります。",
    "If the Rashin it comes from runs still, keep one of them only: with both, the transparency log forks and proves "
    "nothing any more.",
)


def backup(
    file: Annotated[Path, argument("FILE", "書くファイル。まだない名前にします。", "The file to write; a new one.")],
    *,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Save everything to one file, while the installation goes on."""
    from rashin.workspace.backup import save
    from rashin.workspace.place import place_of

    screen, place = screen_for(lang, as_json), place_of(settings())
    database = place.database()
    saved = save(database, place.files(), place.key, place.programmes, file)
    database.close()
    screen.say(_SAVED.filled(path=saved.path, rows=saved.rows, files=saved.files, megabytes=saved.bytes / 1_000_000))
    screen.say(_SECRET)
    screen.answer(saved)


def restore(
    file: Annotated[Path, argument("FILE", "`rashin backup` が書いたファイル。", "A file that `rashin backup` wrote.")],
    *,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Bring everything back into an empty installation."""
    from rashin.workspace.backup import restore as bring_back
    from rashin.workspace.place import place_of

    screen, place = screen_for(lang, as_json), place_of(settings())
    place.make()
    database = place.database()
    restored = bring_back(database, place.files(), place.key, place.programmes, file)
    database.close()
    screen.say(_RESTORED.filled(made_at=restored.made_at, rows=restored.rows, files=restored.files))
    if restored.waiting:
        screen.say(_WAITING.filled(waiting=restored.waiting))
    screen.say(_ONE_ONLY)
    screen.answer(restored)

"""Looking at everything that an operator could get wrong, from the folder outwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from ipaddress import ip_address
from tempfile import TemporaryFile

from rashin.errors import CannotWrite, ExtraMissing, RashinError
from rashin.language import Text
from rashin.settings import Settings
from rashin.workspace.doctor import database, log
from rashin.workspace.doctor.findings import Finding, State, good, of, warning, wrong
from rashin.workspace.files import Files
from rashin.workspace.ids import new_id
from rashin.workspace.place import Place, place_of
from rashin.workspace.programme.auditing import audit_books

_LITTLE_ROOM, _NO_ROOM = 2_000_000_000, 200_000_000
_PROBE = b"rashin doctor"
_OTHERS_MAY_LOOK = 0o077

_FOLDER = Text("データのフォルダー {path} に書けます。", "The data folder {path} can be written.")
_OPEN = Text(
    "データのフォルダー {path} を、この機械のほかの利用者が読めます。",
    "Other users of this machine can look into the data folder {path}.",
)
_CLOSE_IT = Text("chmod 700 {path} を実行してください。", "Run: chmod 700 {path}")
_ROOM = Text("空きは {room:,} MB です。", "There are {room:,} MB of room.")
_MAKE_ROOM = Text(
    "空きを作ってください。なくなると、判断もファイルも受け取れなくなります。",
    "Make room. Without any, neither decisions nor files can be taken.",
)
_FILES = Text("ファイルの置き場所に書けて、読めて、消せます。", "Files can be stored, read and removed.")
_REPLACED = Text(
    "ファイルの置き場所が、もうあるファイルの上書きを断りません。",
    "The storage for files does not refuse to overwrite a file that exists.",
)
_OTHER_STORAGE = Text(
    "条件付きの書き込み（If-None-Match）ができる S3 互換ストレージを使ってください。",
    "Use S3-compatible storage that can write conditionally (If-None-Match).",
)
_BOOKS = Text(
    "事業の帳簿{books:,}冊、{batches:,}回の記帳は、すべて書かれたときのままです。",
    "All {batches:,} batches of {books:,} programme books are as they were written.",
)
_OPEN_TO_ALL = Text(
    "ほかの機械からも開ける住所（{host}）で待ち受けますが、この羅針は TLS を受け持ちません。",
    "It listens at an address that other machines reach ({host}), and does no TLS itself.",
)
_PROXY = Text(
    "前に TLS を受け持つリバースプロキシを置き、RASHIN_HOST は 127.0.0.1 にしてください（docs/operate.ja.md）。",
    "Put a reverse proxy with TLS in front, and leave RASHIN_HOST at 127.0.0.1 (docs/operate.md).",
)
_LOCAL = Text("この機械の中だけで待ち受けます（{host}）。", "It listens on this machine only ({host}).")
_PDF = Text("判断の通知書を PDF にできます（{font}）。", "Decision letters can be made as PDF ({font}).")
_EXTRA = Text("追加の部品「{extra}」があります。", "The extra “{extra}” is installed.")


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, one after the other; nothing is changed but for probes that are removed again."""
    place = place_of(settings)
    yield from _folder(place)
    yield from database.examine(place)
    yield from _files(place)
    yield from log.examine(place)
    yield from _books(place)
    yield from _extras(settings)
    yield _listening(settings)


def _folder(place: Place) -> Iterator[Finding]:
    try:
        place.make()
        with TemporaryFile(dir=place.data) as probe:
            probe.write(_PROBE)
    except CannotWrite as trouble:
        yield of("folder", trouble)
        return
    except OSError:
        yield of("folder", CannotWrite(path=place.data))
        return
    if place.data.stat().st_mode & _OTHERS_MAY_LOOK:
        yield warning("folder", _OPEN.filled(path=place.data), _CLOSE_IT.filled(path=place.data))
    else:
        yield good("folder", _FOLDER.filled(path=place.data))
    yield _room(place)


def _room(place: Place) -> Finding:
    free = shutil.disk_usage(place.data).free
    said = _ROOM.filled(room=free // 1_000_000)
    if free < _LITTLE_ROOM:
        return (wrong if free < _NO_ROOM else warning)("room", said, _MAKE_ROOM)
    return good("room", said)


def _files(place: Place) -> Iterator[Finding]:
    try:
        yield _probed(place.files())
    except RashinError as trouble:
        yield of("files", trouble)
    except OSError as trouble:
        yield of("files", CannotWrite(path=trouble.filename or place.local_files))


def _probed(files: Files) -> Finding:
    key = f"probes/{new_id('probe')}"
    files.put(key, [_PROBE])
    try:
        files.put(key, [b"another"])
        kept = b"".join(files.read(key))
    finally:
        files.delete(key)
    return good("files", _FILES) if kept == _PROBE else wrong("files", _REPLACED, _OTHER_STORAGE)


def _books(place: Place) -> Iterator[Finding]:
    found = audit_books(place.programmes, receipts=False)
    for trouble in found.trouble:
        yield wrong("books", trouble.what, trouble.mend)
    if found.books and not found.trouble:
        yield good("books", _BOOKS.filled(books=found.books, batches=found.batches))


def _extras(settings: Settings) -> Iterator[Finding]:
    try:
        from rashin.workspace.letters.pdf import japanese_font

        yield good("pdf", _PDF.filled(font=japanese_font()))
    except RashinError as trouble:
        yield of("pdf", trouble, State.WARNING)
    wanted = {"s3": ("obstore", settings.files_url), "oidc": ("joserfc", settings.oidc_issuer)}
    for extra, (package, used) in wanted.items():
        if used:
            there = find_spec(package) is not None
            yield good(extra, _EXTRA.filled(extra=extra)) if there else of(extra, ExtraMissing(extra=extra))


def _listening(settings: Settings) -> Finding:
    if _is_loopback(settings.host):
        return good("listening", _LOCAL.filled(host=settings.host))
    return warning("listening", _OPEN_TO_ALL.filled(host=settings.host), _PROXY)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

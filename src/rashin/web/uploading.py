"""A form with a file, taken piece by piece: the file goes straight to where it is kept and never lies in memory whole."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from anyio import CapacityLimiter, from_thread, to_thread
from anyio.lowlevel import RunVar
from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from rashin.errors import FileNotChosen, StorageQuotaReached, UploadBroken, UploadTooLarge

Taken = TypeVar("Taken")

_MOST_OF_A_FIELD = 10_000
_MOST_FIELDS = 50
_AT_ONCE = 32
"""Uploads at a time; more wait. They must not use up the threads that answer everybody else."""

TOO_MUCH = (UploadTooLarge, StorageQuotaReached)
_DRAINED = 64_000_000
"""Bytes read and thrown away after a refusal, so that the browser gets to read why."""


@dataclass
class Upload:
    """The fields that came before the file, its name, and its bytes as they arrive."""

    fields: dict[str, str]
    file_name: str
    chunks: Iterator[bytes]
    """To be read in a thread of its own: it waits for the browser."""


async def take(request: Request, check: Callable[[dict[str, str]], None], keep: Callable[[Upload], Taken]) -> Taken:
    """Take a form (RFC 7578) whose last field is one file.

    Args:
        request: not read yet.
        check: given the fields that came before the file; raises what keeps the file from being taken.
        keep: called in a thread once the file begins; reads its chunks to the end.

    Raises:
        FileNotChosen: there is no file, or one without a name.
        UploadBroken: it is no such form, or ended too early.
    """
    form = _Form(request)
    await form.read_until_file()
    check(form.fields)
    if not form.file_name:
        raise FileNotChosen
    try:
        upload = Upload(form.fields, form.file_name, form.chunks())
        return await to_thread.run_sync(keep, upload, limiter=_limiter())
    except TOO_MUCH:
        await _drain(form.stream)
        raise


async def take_either(request: Request, *, form: bool, keep: Callable[[str, Iterator[bytes]], Taken]) -> Taken:
    """Take a file that is itself what is sent, or the field of a form; `keep` gets its name, empty if it has none.

    Raises:
        FileNotChosen, UploadBroken: as `take` and `take_raw`.
    """
    if form:
        return await take(request, lambda _fields: None, lambda upload: keep(upload.file_name, upload.chunks))
    return await take_raw(request, lambda chunks: keep("", chunks))


async def take_raw(request: Request, keep: Callable[[Iterator[bytes]], Taken]) -> Taken:
    """Take a file that is itself what is sent; `keep` is called in a thread and reads its chunks to the end.

    Raises:
        UploadBroken: it was cut off.
    """
    stream = request.stream()

    async def read_on() -> bytes:
        try:
            return await anext(stream, b"")
        except ClientDisconnect:
            raise UploadBroken from None

    def chunks() -> Iterator[bytes]:
        while chunk := from_thread.run(read_on):
            yield chunk

    try:
        return await to_thread.run_sync(keep, chunks(), limiter=_limiter())
    except TOO_MUCH:
        await _drain(stream)
        raise


async def _drain(stream: AsyncIterator[bytes]) -> None:
    """Read on for a while and keep nothing."""
    read = 0
    while read < _DRAINED and (chunk := await anext(stream, b"")):
        read += len(chunk)


_uploads: RunVar[CapacityLimiter] = RunVar("uploads")


def _limiter() -> CapacityLimiter:
    try:
        return _uploads.get()
    except LookupError:
        _uploads.set(CapacityLimiter(_AT_ONCE))
        return _uploads.get()


@dataclass
class _Form:
    """The parser's state, filled by its callbacks."""

    request: Request
    fields: dict[str, str] = field(default_factory=dict)
    file_name: str = ""
    in_file: bool = False
    ended: bool = False
    waiting: list[bytes] = field(default_factory=list)
    _disposition: bytes = b""
    _header: bytes = b""
    _value: bytes = b""
    _name: str = ""
    _text: bytes = b""

    def __post_init__(self) -> None:
        kind, options = parse_options_header(self.request.headers.get("content-type", ""))
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise UploadBroken
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin,
                "on_header_field": self._name_of_header,
                "on_header_value": self._value_of_header,
                "on_header_end": self._end_of_header,
                "on_headers_finished": self._headers_end,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )
        self.stream: AsyncIterator[bytes] = self.request.stream()

    async def read_until_file(self) -> None:
        """Read on until the file begins, or to the end where there is none."""
        while not self.in_file and await self._read_on():
            pass

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file, in a thread that this form's event loop serves."""
        while True:
            yield from self.waiting
            self.waiting.clear()
            if not self.in_file:
                return
            if not from_thread.run(self._read_on):
                raise UploadBroken

    async def _read_on(self) -> bool:
        """Whether there was anything more."""
        try:
            chunk = await anext(self.stream, b"")
            self._parser.write(chunk)
        except (MultipartParseError, ClientDisconnect):
            raise UploadBroken from None
        return bool(chunk)

    def _begin(self) -> None:
        if self.ended or len(self.fields) > _MOST_FIELDS:
            raise UploadBroken
        self._disposition = self._header = self._value = self._text = b""

    def _name_of_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _value_of_header(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_of_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_end(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode(errors="replace")
        if b"filename" in options:
            self.file_name = options[b"filename"].decode(errors="replace")
            self.in_file = True

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self.in_file:
            self.waiting.append(data[start:end])
            return
        self._text += data[start:end]
        if len(self._text) > _MOST_OF_A_FIELD:
            raise UploadBroken

    def _end(self, *_: Any) -> None:
        if self.in_file:
            self.in_file, self.ended = False, True
        else:
            self.fields[self._name] = self._text.decode(errors="replace")

    def _all(self) -> None:
        self.ended = True

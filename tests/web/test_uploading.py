"""A form with a file is taken piece by piece, however it was cut on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import anyio
import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from rashin.errors import FileNotChosen, FormExpired, UploadBroken, UploadTooLarge
from rashin.web.uploading import Upload, take

BOUNDARY = "----a-boundary"
CONTENTS = st.one_of(st.binary(max_size=2_000), st.text("\r\n-ab" + BOUNDARY, max_size=300).map(str.encode))


def form(content: bytes, name: str = "table.csv", mark: str = "secret") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{mark}\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    end = f"\r\n--{BOUNDARY}--\r\n"
    return (head + file + "Content-Type: text/csv\r\n\r\n").encode() + content + end.encode()


def request(pieces: Iterator[bytes], *, cut: bool = False) -> Request:
    """A request whose body comes in these pieces, and then ends, or is cut off."""

    async def receive() -> dict[str, object]:
        for piece in pieces:
            return {"type": "http.request", "body": piece, "more_body": True}
        return {"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False}

    kind = f"multipart/form-data; boundary={BOUNDARY}".encode()
    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind)]}, receive)


def taken(asked: Request, keep: Callable[[Upload], object] | None = None) -> object:
    """What was kept of a form: its fields, the name of the file, its bytes."""

    def whole(upload: Upload) -> object:
        return upload.fields, upload.file_name, b"".join(upload.chunks)

    async def run() -> object:
        return await take(asked, check, keep or whole)

    def check(fields: dict[str, str]) -> None:
        if fields.get("csrf") != "secret":
            raise FormExpired

    return anyio.run(run)


def cut_up(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield body[at : at + size]
        at += size
    yield body[at:]


@given(CONTENTS, st.lists(st.integers(1, 300), max_size=30))
def test_the_bytes_are_the_same_however_the_form_was_cut(content: bytes, sizes: list[int]) -> None:
    if f"\r\n--{BOUNDARY}".encode() in b"\r\n" + content:
        return  # a browser chooses a boundary that is not in the file
    assert taken(request(cut_up(form(content), sizes))) == ({"csrf": "secret"}, "table.csv", content)


def test_no_more_than_a_piece_lies_in_memory() -> None:
    piece, pieces, most = b"x" * 65_536, 200, 0
    body = form(b"")
    start = body.index(b"\r\n\r\n", body.index(b"text/csv")) + 4

    def sent() -> Iterator[bytes]:
        yield body[:start]
        for _ in range(pieces):
            yield piece
        yield body[start:]

    def keep(upload: Upload) -> int:
        nonlocal most
        total = 0
        for chunk in upload.chunks:
            most, total = max(most, len(chunk)), total + len(chunk)
        return total

    assert taken(request(sent()), keep) == pieces * len(piece)
    assert most <= len(piece) + 200


@given(st.integers(0, len(form(b"a,b\n1,2\n")) - 5), st.booleans())
def test_a_form_that_ends_early_is_never_taken_for_a_whole_one(length: int, cut: bool) -> None:
    with pytest.raises((UploadBroken, FileNotChosen, FormExpired)):
        taken(request(iter([form(b"a,b\n1,2\n")[:length]]), cut=cut))


def test_what_keeps_the_file_from_being_taken_is_asked_before_it_is_read() -> None:
    def never() -> Iterator[bytes]:
        body = form(b"a" * 100, mark="forged")
        yield body[:-60]
        raise AssertionError("the rest was read all the same")

    with pytest.raises(FormExpired):
        taken(request(never()))


def test_a_form_without_a_file_is_told_apart_from_a_broken_one() -> None:
    with pytest.raises(FileNotChosen):
        taken(request(iter([form(b"", name="")])))


def test_after_a_refusal_the_rest_is_read_so_that_the_browser_hears_of_it() -> None:
    read = 0

    def sent() -> Iterator[bytes]:
        nonlocal read
        yield form(b"x" * 1_000)[:-200]
        for _ in range(10):
            read += 1
            yield b"x" * 1_000

    def refuse(upload: Upload) -> None:
        next(upload.chunks)
        raise UploadTooLarge(most="1 MB")

    with pytest.raises(UploadTooLarge):
        taken(request(sent()), refuse)
    assert read == 10


@pytest.mark.parametrize("name", ["表 2024.csv", "a&b.csv", "x" * 300 + ".csv"])
def test_names_arrive_as_they_are(name: str) -> None:
    answer = taken(request(iter([form(b"a", name=name)])))
    assert isinstance(answer, tuple)
    assert answer[1] == name


def test_a_flood_of_fields_is_refused() -> None:
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\nx\r\n'
    with pytest.raises(UploadBroken):
        taken(request(iter([part.format(n).encode() for n in range(1_000)])))
    with pytest.raises(UploadBroken):
        taken(request(iter([part.format("a").encode()[:-3], *[b"x" * 1_000] * 20])))

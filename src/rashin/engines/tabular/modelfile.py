"""The model file: one portable file of JSON and plain arrays, versioned, with a digest. `docs/model-file.md` tells all.

Layout: magic `RASHIN`, format version (uint16), length of the header (uint64), header (canonical JSON, UTF-8), arrays
(little-endian, each starting at a multiple of 8 from the header's end), SHA-256 of everything before it (32 bytes).
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashin.errors import ModelDigestWrong, ModelFileForeign, ModelFileNewer, ModelFileTruncated

MAGIC = b"RASHIN"
VERSION = 1
_START = struct.Struct("<6sHQ")
_DIGEST_BYTES = 32
_DTYPES = {"uint8": "|u1", "int64": "<i8", "float64": "<f8"}

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Contents:
    """What a model file holds."""

    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    digest: str
    """SHA-256 of the file without its last 32 bytes, in hexadecimal."""


def packed(header: Mapping[str, Any], arrays: Arrays) -> bytes:
    """The bytes of a model file; the same contents give the same bytes.

    Raises:
        ValueError: the header holds NaN or infinity.
    """
    directory, body = _laid_out(arrays)
    text = json.dumps(
        {**header, "arrays": directory}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
    content = _START.pack(MAGIC, VERSION, len(text)) + text + body
    return content + hashlib.sha256(content).digest()


def digest_of(data: bytes) -> str:
    """The digest that a model file carries in its last bytes, in hexadecimal."""
    return data[-_DIGEST_BYTES:].hex()


def unpacked(data: bytes) -> Contents:
    """The contents of a model file, once its digest has been found right.

    Raises:
        ModelFileForeign: the file is of another kind.
        ModelFileNewer: it was written by a newer version.
        ModelFileTruncated: it ends too early.
        ModelDigestWrong: it was changed after it was written.
    """
    if data[: len(MAGIC)] != MAGIC[: len(data)] or not data:
        raise ModelFileForeign
    if len(data) < _START.size + _DIGEST_BYTES:
        raise ModelFileTruncated
    _, version, header_length = _START.unpack_from(data)
    if version > VERSION:
        raise ModelFileNewer(found=version, known=VERSION)
    digest = hashlib.sha256(data[:-_DIGEST_BYTES])
    intact = digest.digest() == data[-_DIGEST_BYTES:]
    body_start = _START.size + header_length
    if not intact:
        raise _reason_for_damage(data, body_start)
    header = json.loads(data[_START.size : body_start])
    body = memoryview(data)[body_start:-_DIGEST_BYTES]
    arrays = {name: _array(body, entry) for name, entry in header.pop("arrays").items()}
    return Contents(header, arrays, digest.hexdigest())


def _laid_out(arrays: Arrays) -> tuple[dict[str, Any], bytes]:
    directory: dict[str, Any] = {}
    body = bytearray()
    for name, array in arrays.items():
        dtype = array.dtype.name
        body += b"\0" * (-len(body) % 8)
        directory[name] = {"dtype": dtype, "shape": list(array.shape), "offset": len(body)}
        body += np.ascontiguousarray(array, dtype=_DTYPES[dtype]).tobytes()
    return directory, bytes(body)


def _array(body: memoryview, entry: Mapping[str, Any]) -> NDArray[Any]:
    dtype = np.dtype(_DTYPES[entry["dtype"]])
    count = int(np.prod(entry["shape"], dtype=np.int64))
    values = np.frombuffer(body, dtype, count, entry["offset"])
    return values.reshape(entry["shape"]).astype(dtype.newbyteorder("="))


def _reason_for_damage(data: bytes, body_start: int) -> Exception:
    """Truncated if the file is shorter than its own header says, else changed."""
    try:
        directory = json.loads(data[_START.size : body_start])["arrays"]
        ends = [
            e["offset"] + np.dtype(_DTYPES[e["dtype"]]).itemsize * int(np.prod(e["shape"])) for e in directory.values()
        ]
        whole = body_start + max(ends, default=0) + _DIGEST_BYTES
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return ModelFileTruncated() if body_start + _DIGEST_BYTES > len(data) else ModelDigestWrong()
    return ModelFileTruncated() if len(data) < whole else ModelDigestWrong()

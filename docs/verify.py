"""Verify a Rashin receipt offline, with nothing but Python and the package `cryptography`. `receipts.md` tells the format.

    pip install cryptography
    python verify.py receipt.json "example.jp/log+c74f20a3+ARpc2QcUPDhM…"

The key is the log's. Know it from elsewhere than the receipt: from the site of whoever keeps the log, or from a newspaper.
Keys of witnesses may follow; their signatures must then be there. Rashin itself is not needed, and none of its code is
used here. The exit code is 0 if everything holds, 1 if not, 2 if a key cannot be read.

That a receipt holds proves that what it tells was recorded and has not been changed since. It does not prove that the
decision was right, or that the data were true.
"""

from __future__ import annotations

import json
import math
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KINDS = {
    "decision",
    "review",
    "approval",
    "model",
    "data-check",
    "erasure",
    "outcome",
    "closing",
    "figure",
    "measurement",
}
OUTCOMES = {"favourable", "adverse"}
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
PROBABILITY = re.compile(r"[01]\.[0-9]{1,9}")
LARGEST_FILE, LARGEST_NUMBER, LARGEST_NOTE = 4 * 2**20, 2**53 - 1, 1_000_000
DEEPEST, MOST_SIGNATURES, LONGEST_PROOF = 64, 100, 64
LOG, WITNESS = 1, 4  # types of keys

Verdict = list[tuple[str, bool]]  # name of a check, whether it holds


class Key(NamedTuple):
    """A public key: `name+id+base64(type ‖ key)`."""

    name: str
    id: bytes
    type: int
    public: bytes


class Refused(ValueError):
    """Something has another form than it must have."""


def verify(data: bytes, keys: list[str]) -> Verdict:
    """Every check of a receipt; if its form is wrong, that alone."""
    known = [read_key(key) for key in keys]
    try:
        receipt = read_receipt(data)
    except (ValueError, RecursionError):  # Refused, and what Python's own readers raise
        return [("format", False)]
    return list(checks(receipt, known))


def checks(receipt: dict[str, Any], keys: list[Key]) -> Iterator[tuple[str, bool]]:
    """The checks of a receipt whose form is right."""
    payload, entry = receipt["payload"], json.loads(receipt["entry"])
    text, signatures = receipt["note"]
    origin, size, root = receipt["tree"]
    digest = sha256(receipt["salt"] + canonical(payload)).digest()
    yield "format", True
    yield "commitment", b64encode(digest).decode() == entry["commitment"]
    yield "entry", (payload["kind"], payload["at"]) == (entry["kind"], entry["at"])
    yield "inclusion", included(receipt["entry"], receipt["index"], size, receipt["proof"], root)
    logs = [key for key in keys if key.type == LOG]
    signed = signers(text, signatures, logs)
    yield "origin", any(key.name == origin for key in logs)
    yield "signature", any(key.name == origin for key in signed)
    for key in keys:
        if key.type == WITNESS:
            yield "witness", bool(signers(text, signatures, [key]))
    if payload["kind"] == "decision":
        told = payload["decision"]
        yield "sum", told["reference_score"] + sum(one["part"] for one in told["reasons"]) == told["score"]
        yield "outcome", (told["outcome"] == "adverse") == (told["score"] > told["threshold"])
        yield "probability", fits(told["probability"], told["score"] / 2**33)


def fits(given: str, score: float) -> bool:
    """Whether a probability is that of a score in log-odds, to the digits given."""
    true = 1 / (1 + math.exp(-score)) if score > 0 else math.exp(score) / (1 + math.exp(score))
    return abs(float(given) - true) <= 0.5 * 10.0 ** -len(given.split(".")[1]) + 1e-12


# --- the tree: RFC 6962, RFC 9162 section 2.1.3.2 ---------------------------------------------------------------------


def included(entry: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether the entry is number `index` of the `size` entries below the root."""
    if index >= size or len(proof) > LONGEST_PROOF:
        return False
    at, last, found = index, size - 1, sha256(b"\x00" + entry).digest()
    for one in proof:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            found = sha256(b"\x01" + one + found).digest()
            while at % 2 == 0 and at != 0:
                at, last = at // 2, last // 2
        else:
            found = sha256(b"\x01" + found + one).digest()
        at, last = at // 2, last // 2
    return last == 0 and found == root


# --- signed notes: C2SP signed-note, tlog-checkpoint, tlog-cosignature -------------------------------------------------


def signers(text: str, signatures: list[tuple[str, bytes]], keys: list[Key]) -> list[Key]:
    """The keys that signed a note; none if a signature that claims to be by one of them is not."""
    by = {(key.name, key.id): key for key in keys}
    found = []
    for name, data in signatures:
        key = by.get((name, data[:4]))
        if key and not has_signed(key, text, data[4:]):
            return []
        found += [key] if key else []
    return found


def has_signed(key: Key, text: str, signature: bytes) -> bool:
    """Whether it is this key's signature of a note."""
    if key.type == WITNESS:
        time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        text = f"cosignature/v1\ntime {time}\n{text}"
        if time >= 2**63:
            return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def read_key(text: str) -> Key:
    """The public key in a text."""
    name, number, *rest = [*text.split("+", 2), "", ""][:4]
    material = from_base64(rest[0])
    need(is_name(name) and len(material) == 33 and material[0] in (LOG, WITNESS))
    key_id = sha256(f"{name}\n".encode() + material).digest()[:4]
    need(key_id.hex() == number)
    return Key(name, key_id, material[0], material[1:])


def read_note(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note, and of each signature the name and the bytes (4 of the key's id first)."""
    need(len(note) <= LARGEST_NOTE and not re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", note))
    text, gap, below = note.rpartition("\n\n")
    lines = below.split("\n")
    need(gap != "" and lines.pop() == "" and 0 < len(lines) <= MOST_SIGNATURES)
    signatures = []
    for line in lines:
        dash, name, data = [*line.split(" ", 2), "", ""][:3]
        signature = from_base64(data)
        need(dash == "—" and is_name(name) and len(signature) > 4)
        signatures.append((name, signature))
    return f"{text}\n", signatures


def read_tree(text: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint."""
    lines = text.split("\n")
    need(lines.pop() == "" and len(lines) >= 3 and all(lines))
    need(re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]) is not None and int(lines[1]) < 2**63)
    return lines[0], int(lines[1]), from_base64(lines[2], 32)


def is_name(name: str) -> bool:
    """Whether a key may be called so."""
    return name != "" and "+" not in name and not any(sign.isspace() for sign in name)


# --- the file ----------------------------------------------------------------------------------------------------------


def read_receipt(data: bytes) -> dict[str, Any]:
    """The members of a receipt, decoded."""
    need(len(data) <= LARGEST_FILE)
    found = from_json(data)
    need(isinstance(found, dict) and found.get("format") == "rashin-receipt/1")
    need(set(found) == {"format", "payload", "salt", "entry", "index", "proof", "checkpoint"})
    check_payload(found["payload"])
    need(is_whole(found["index"]) and found["index"] >= 0)
    need(isinstance(found["proof"], list) and isinstance(found["checkpoint"], str))
    note = read_note(found["checkpoint"])
    receipt = {
        **found,
        "salt": from_base64(found["salt"], 32),
        "entry": from_base64(found["entry"]),
        "proof": [from_base64(one, 32) for one in found["proof"]],
        "note": note,
        "tree": read_tree(note[0]),
    }
    entry = from_json(receipt["entry"])
    need(isinstance(entry, dict) and set(entry) == {"at", "commitment", "kind"})
    need(canonical(entry) == receipt["entry"])
    need(is_text(entry["kind"]) and entry["kind"] in KINDS and is_time(entry["at"]))
    from_base64(entry["commitment"], 32)
    return receipt


def check_payload(payload: Any) -> None:
    """See that a payload has what is computed with, or shown."""
    need(isinstance(payload, dict) and is_time(payload.get("at")))
    need(is_text(payload.get("kind")) and payload["kind"] in KINDS)
    if payload["kind"] != "decision":
        return
    need(all(is_text(payload.get(name)) for name in ("id", "organisation", "deployment", "service", "model")))
    need(is_text(payload.get("reference")))
    told = payload.get("decision")
    need(isinstance(told, dict) and isinstance(told.get("handed_over"), bool) and is_pair(told.get("words")))
    need(is_outcome(told.get("outcome")) and told.get("units") == "2^-33")
    need(isinstance(told.get("possible"), list) and all(map(is_outcome, told["possible"])))
    need(isinstance(told.get("why_handed_over"), list) and all(map(is_pair, told["why_handed_over"])))
    need(is_text(told.get("probability")) and PROBABILITY.fullmatch(told["probability"]) is not None)
    need(all(is_whole(told.get(name)) for name in ("score", "threshold", "reference_score")))
    need(isinstance(told.get("reasons"), list))
    for reason in told["reasons"]:
        need(isinstance(reason, dict) and is_text(reason.get("feature")) and is_whole(reason.get("part")))
        need(all(is_pair(reason.get(name)) for name in ("label", "value", "sentence")))


def from_json(data: bytes) -> Any:
    """JSON that names nothing twice, and has no fractions, no number beyond 2⁵³, no half characters, no depth beyond 64."""
    value = json.loads(data.decode(), object_pairs_hook=once, parse_float=refuse, parse_constant=refuse)
    check_values(value, DEEPEST)
    canonical(value)
    return value


def check_values(value: Any, depth: int) -> None:
    """Numbers and depth, all the way down."""
    if is_whole(value):
        need(abs(value) <= LARGEST_NUMBER)
    if isinstance(value, (dict, list)):
        need(depth > 0)
        for one in value.values() if isinstance(value, dict) else value:
            check_values(one, depth - 1)


def canonical(value: Any) -> bytes:
    """The value in its one spelling (RFC 8785): names by UTF-16 code units, no blanks, no needless escapes."""

    def ordered(one: Any) -> Any:
        if isinstance(one, dict):
            return {name: ordered(one[name]) for name in sorted(one, key=lambda name: name.encode("utf-16-be"))}
        return [ordered(part) for part in one] if isinstance(one, list) else one

    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ."""
    need(len(dict(pairs)) == len(pairs))
    return dict(pairs)


def from_base64(text: Any, length: int | None = None) -> bytes:
    """The bytes of a base64 text in its one spelling."""
    need(is_text(text))
    data = b64decode(text, validate=True)
    need(b64encode(data).decode() == text and length in (None, len(data)))
    return data


def is_text(value: Any) -> bool:
    """Whether it is a string."""
    return isinstance(value, str)


def is_whole(value: Any) -> bool:
    """Whether it is a whole number; Python counts true and false among them."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_time(value: Any) -> bool:
    """Whether it is a time such as 2026-11-23T10:00:00.123Z."""
    return is_text(value) and TIME.fullmatch(value) is not None


def is_pair(value: Any) -> bool:
    """Whether it is a text in Japanese and English."""
    return isinstance(value, dict) and is_text(value.get("ja")) and is_text(value.get("en"))


def is_outcome(value: Any) -> bool:
    """Whether it is one of the two outcomes."""
    return is_text(value) and value in OUTCOMES


def need(holds: bool) -> None:
    """Refuse what does not hold."""
    if not holds:
        raise Refused


def refuse(_: str) -> None:
    """Refuse a fraction, or a number that is none."""
    raise Refused


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        verdict = verify(Path(sys.argv[1]).read_bytes(), sys.argv[2:])
    except OSError as trouble:
        sys.exit(str(trouble))
    except ValueError:
        print("a key cannot be read / 鍵が読めません", file=sys.stderr)
        sys.exit(2)
    for what, whether in verdict:
        print(f"{'ok   ' if whether else 'FAILS'}  {what}")
    good = all(whether for _, whether in verdict)
    print("The receipt holds. / 受領証は、そのとおりです。" if good else "It does NOT hold. / 合いません。")
    sys.exit(0 if good else 1)

"""S3-compatible storage on loopback: moto's server, in an environment of its own (requirements/s3server.txt)."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
LOCK = CHECKOUT / "requirements" / "s3server.txt"
ENVIRONMENT = CHECKOUT / ".venv-s3"

# What the server takes for an owner of the bucket, and what Rashin is given to sign with.
ACCESS = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
_CREDENTIAL = "AWS4-HMAC-SHA256 Credential=tester/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"

_buckets = count()


class S3Server:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"

    def bucket(self) -> str:
        """A new, empty bucket."""
        name = f"bucket-{next(_buckets)}"
        self._ask("PUT", f"/{name}")
        return name

    def url(self, prefix: str = "rashin/files") -> str:
        """The address of a new place for files, as the setting takes it."""
        return f"s3://{self.bucket()}/{prefix}?endpoint={self.endpoint}"

    def answers(self) -> bool:
        try:
            self._ask("GET", "/")
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _ask(self, method: str, path: str) -> None:
        request = urllib.request.Request(self.endpoint + path, method=method, headers={"Authorization": _CREDENTIAL})  # noqa: S310
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310 (our own server)
            pass


@contextmanager
def running(log: Path) -> Iterator[S3Server]:
    """A server until the end of the block."""
    program = environment() / "bin" / "moto_server"
    port = _free_port()
    with (
        log.open("wb") as said,
        subprocess.Popen([program, "-H", "127.0.0.1", "-p", str(port)], stdout=said, stderr=said) as process,
    ):
        try:
            yield _once_it_answers(S3Server(port), process)
        finally:
            process.kill()


def environment() -> Path:
    """The environment of the server, made the first time and whenever its lock changed."""
    stamp = ENVIRONMENT / "lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        pip = ["pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        subprocess.run([ENVIRONMENT / "bin" / "python", "-m", *pip, "-r", LOCK], check=True)
        stamp.write_text(wanted)
    return ENVIRONMENT


def _once_it_answers(server: S3Server, process: subprocess.Popen[bytes]) -> S3Server:
    end = time.monotonic() + 60
    while not server.answers():
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < end, "the server does not answer"
        time.sleep(0.1)
    return server


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

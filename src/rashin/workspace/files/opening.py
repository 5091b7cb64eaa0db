"""Which place for files an address names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from rashin.errors import ExtraMissing, SettingWrong
from rashin.settings import meaning, variable
from rashin.workspace.files.contract import Files
from rashin.workspace.files.local import LocalFiles

if TYPE_CHECKING:
    from obstore.store import S3Store

_PARAMETERS = {"endpoint", "region"}


def open_files(url: str | None, folder: Path) -> Files:
    """The files at an address such as `s3://bucket/prefix?endpoint=https://…`; without one, those in a local folder.

    Access to a bucket is taken from where Amazon's own programs take it, such as AWS_ACCESS_KEY_ID and
    AWS_SECRET_ACCESS_KEY: an address is shown here and there, and a secret must not be.

    Raises:
        SettingWrong: it is no such address.
        ExtraMissing: what S3 needs is not installed.
    """
    if url is None:
        return LocalFiles(folder)
    from rashin.workspace.files.s3 import S3Files

    return S3Files(_store(url))


def _store(url: str) -> S3Store:
    address, given = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
    if address.scheme != "s3" or not address.netloc or "@" in address.netloc or set(given) - _PARAMETERS:
        shown = address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()
        raise SettingWrong(variable=variable("files_url"), value=shown, values=meaning("files_url").values)
    try:
        from obstore.store import S3Store
    except ImportError:
        raise ExtraMissing(extra="s3") from None
    options: dict[str, Any] = dict(given)
    if given.get("endpoint", "").startswith("http://"):
        options["client_options"] = {"allow_http": True}
    return S3Store(address.netloc, prefix=address.path.strip("/") or None, copy_if_not_exists="multipart", **options)

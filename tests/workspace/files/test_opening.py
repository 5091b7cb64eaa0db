"""The setting for files says where they are, and a wrong one is refused at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashin.errors import SettingWrong
from rashin.workspace.files import LocalFiles, open_files
from rashin.workspace.files.s3 import S3Files


def test_without_an_address_files_lie_in_the_folder(tmp_path: Path) -> None:
    files = open_files(None, tmp_path / "files")
    assert isinstance(files, LocalFiles)
    files.put("a", [b"x"])
    assert (tmp_path / "files" / "a").read_bytes() == b"x"


@pytest.mark.parametrize(
    "url",
    [
        "s3://bucket",
        "s3://bucket/some/place",
        "s3://bucket/place?endpoint=http://127.0.0.1:9000&region=ap-northeast-1",
    ],
)
def test_an_address_of_a_bucket_is_one_of_s3(tmp_path: Path, url: str) -> None:
    assert isinstance(open_files(url, tmp_path), S3Files)


@pytest.mark.parametrize(
    "url",
    ["/srv/files", "s3:///place", "https://bucket/place", "s3://bucket?endpont=x", "s3://key:secret@bucket/place"],
)
def test_another_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingWrong, match="RASHIN_FILES_URL") as refused:
        open_files(url, tmp_path)
    assert "secret" not in str(refused.value)

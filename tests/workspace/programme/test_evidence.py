from __future__ import annotations

from hashlib import sha256

import pytest
from tests.workspace.company import Company

from rashin.errors import NotFound, UploadTooLarge
from rashin.workspace.programme.evidence import evidence_file, is_kept, keep_evidence


def keep(company: Company, content: bytes) -> str:
    return keep_evidence(company.database, company.files, company.id, [content[:3], content[3:]])


def test_a_file_is_kept_once_under_its_digest(company: Company) -> None:
    digest = keep(company, b"receipt")
    assert digest == f"sha256:{sha256(b'receipt').hexdigest()}"
    assert keep(company, b"receipt") == digest
    assert len(list(company.files.keys())) == 1
    assert b"".join(evidence_file(company.files, company.id, digest)) == b"receipt"


def test_an_empty_file_is_a_file(company: Company) -> None:
    assert b"".join(evidence_file(company.files, company.id, keep(company, b""))) == b""


@pytest.mark.parametrize("digest", [None, "", "sha256:", "../../log.key", "sha256:" + "0" * 64, "sha256:" + "z" * 64])
def test_what_is_not_kept_is_not_found(company: Company, digest: str | None) -> None:
    with pytest.raises(NotFound):
        evidence_file(company.files, company.id, digest)
    assert not is_kept(company.files, company.id, digest)


def test_another_organisation_does_not_have_it(company: Company) -> None:
    digest = keep(company, b"receipt")
    assert not is_kept(company.files, company.neighbour("org_other"), digest)


def test_what_is_too_large_is_not_kept(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHIN_UPLOAD_MB", "1")
    with pytest.raises(UploadTooLarge):
        keep(company, bytes(1_000_001))
    assert list(company.files.keys()) == []

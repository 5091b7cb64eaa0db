"""What a release carries so that its pages can be drawn again: how the site is called, by whom, and its scope's fields."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from rashin.language import Text
from rashin.ledger.exports.about import About, Licence
from rashin.ledger.exports.files import FOLDER as DATA
from rashin.ledger.portal.origins import Origins
from rashin.ledger.portal.site import Site
from rashin.ledger.scopes.scope import Field, Scope

FILE = f"{DATA}/site.json"


def write_site(site: Site, made: Path) -> None:
    """Write what the pages of a release share into its folder."""
    about, scope = site.about, site.scope
    facts = {
        "title": _pair(about.title),
        "publisher": _pair(about.publisher),
        "address": about.address,
        "release": site.release,
        "issued": about.issued.isoformat(),
        "licence": {"name": about.licence.name, "title": _pair(about.licence.title), "address": about.licence.address},
        "scope": {
            "code": scope.code,
            "name": _pair(scope.name),
            "question": _pair(scope.question),
            "rule": _pair(scope.rule),
            "fields": [
                {"code": one.code, "label": _pair(one.label), "means": _pair(one.means)} for one in scope.fields
            ],
        },
        "currency": site.currency,
        "preview": site.preview,
        "opinions_to": site.opinions_to,
        "as_received": site.as_received,
        "sources": [_pair(one) for one in site.origins.sources],
        "until": site.origins.until and site.origins.until.isoformat(),
        "fictional": site.origins.fictional,
    }
    (made / FILE).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_site(release: Path) -> Site:
    """What the pages of a published release share; of its scope only what is said of it, not how it is sought.

    Args:
        release: the folder of the release.

    Raises:
        OSError, ValueError, KeyError, TypeError: it does not tell.
    """
    facts = json.loads((release / FILE).read_bytes())
    about = About(
        _text(facts["title"]),
        _text(facts["publisher"]),
        facts["address"],
        facts["release"],
        date.fromisoformat(facts["issued"]),
        licence=_licence(facts["licence"]),
    )
    plain = {name: facts[name] for name in ("currency", "preview", "opinions_to", "as_received")}
    return Site(about, facts["release"], _scope(facts["scope"]), **plain, origins=_origins(facts))


def _origins(facts: dict[str, Any]) -> Origins:
    until = facts["until"] and date.fromisoformat(facts["until"])
    return Origins(tuple(map(_text, facts["sources"])), until, fictional=facts["fictional"])


def _pair(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}


def _text(pair: dict[str, str]) -> Text:
    return Text(pair["ja"], pair["en"])


def _licence(facts: dict[str, Any]) -> Licence:
    return Licence(facts["name"], _text(facts["title"]), facts["address"])


def _scope(facts: dict[str, Any]) -> Scope:
    fields = tuple(Field(one["code"], _text(one["label"]), _text(one["means"])) for one in facts["fields"])
    said = {name: _text(facts[name]) for name in ("name", "question", "rule")}
    return Scope(facts["code"], **said, sought={}, leaves=(), fields=fields, examples=(), measured=None)

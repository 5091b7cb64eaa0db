"""What is to be published, by whom, and how."""

from __future__ import annotations

from dataclasses import dataclass

from rashin.ledger.exports.about import About
from rashin.ledger.scopes.scope import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """One publication, as it is asked for."""

    scope: Scope
    about: About
    """Its address is that of the site; what concerns the release alone is filled in."""
    by: str
    as_received: str = ""
    """Why it is published although the rules found errors, which are then shown. Without a reason, errors block."""
    preview: bool = False
    """Nothing is recorded in the log, and every page says that it is not published."""
    opinions_to: str = ""
    """The address at which an opinion can be sent; without it the pages only show those that came."""

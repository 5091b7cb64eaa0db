"""Who answers for the decisions of a deployment, and how the people decided about reach them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self

from rashin.errors import ContactWrong
from rashin.workspace.database.tables import Deployment

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Contact:
    """What letters say of the organisation."""

    responsible: str = ""
    """Who answers for the decisions, such as an office and its head."""
    office: str = ""
    """Where questions go."""
    telephone: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        """As it is kept."""
        return cls(**deployment.contact)

    @classmethod
    def written(cls, filled: Mapping[str, str]) -> Self:
        """As somebody filled it in.

        Raises:
            ContactWrong: something is too long or cannot be printed.
        """
        plain = {one.name: " ".join(filled.get(one.name, "").split()) for one in fields(cls)}
        for name, words in plain.items():
            if len(words) > LONGEST or not words.isprintable():
                raise ContactWrong(most=LONGEST, field=name)
        return cls(**plain)

    def keep(self, deployment: Deployment) -> None:
        """Write it down."""
        deployment.contact = asdict(self)

    @property
    def reaches_somebody(self) -> bool:
        """Whether it tells any way to reach a person."""
        return bool(self.telephone or self.email or self.address)

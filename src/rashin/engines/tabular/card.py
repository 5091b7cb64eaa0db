"""What the parts of a model's road need to know of the model, so that none of them has to know the model itself."""

from __future__ import annotations

from typing import Any, Protocol

from rashin.engines.certainty import Certainty
from rashin.engines.contract import Wording
from rashin.engines.tabular.additive import Additive
from rashin.engines.tabular.encoding import Encoded
from rashin.engines.tabular.reasons import Reference, Teller
from rashin.language import Text


class Card(Protocol):
    """What deciding needs to know besides the tables; a service's own card holds more."""

    @property
    def service(self) -> str:
        """The service that the model was learned for."""

    @property
    def wording(self) -> Wording:
        """How the service speaks of its decisions."""

    @property
    def threshold(self) -> float:
        """The probability above which the adverse outcome is the cheaper assumption."""

    @property
    def certainty(self) -> Certainty:
        """Where an outcome cannot be excluded."""


class Contents(Protocol):
    """What a model file keeps."""

    @property
    def additive(self) -> Additive:
        """The tables."""

    @property
    def reference(self) -> Reference:
        """Whom reasons compare with."""

    @property
    def card(self) -> Any:
        """Everything else, a dataclass."""


class Decider(Contents, Protocol):
    """What decisions need of the model that made them."""

    @property
    def digest(self) -> str:
        """SHA-256 of the model file's contents, in hexadecimal."""

    @property
    def threshold_score(self) -> float:
        """The score above which the adverse outcome is the cheaper assumption."""

    @property
    def teller(self) -> Teller:
        """What tells its reasons."""

    def said_change(self, encoded: Encoded, row: int) -> Text:
        """What would change the outcome of one row, in one sentence."""

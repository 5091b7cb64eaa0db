"""What came of each row of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from rashin.language import Language, Text
from rashin.services import find as find_service
from rashin.workspace.database import Database
from rashin.workspace.database.tables import Batch, Dataset
from rashin.workspace.decisions.searching import Wish
from rashin.workspace.decisions.sheet import sheet as decisions_of
from rashin.workspace.models import Models

_REFUSED = Text("判断できない", "could not be decided")


def sheet(
    database: Database, models: Models, batch: Batch, dataset: Dataset, language: Language
) -> Iterator[Sequence[object]]:
    """The decisions of a file as rows of cells, the heads first, in the order of its rows; then the refused rows."""
    service, wish = find_service(dataset.service), Wish(batch_id=batch.id)
    decided = decisions_of(database, models, batch.organisation_id, service, wish, language)
    return chain(decided, _refused(batch, language))


def _refused(batch: Batch, language: Language) -> Iterator[Sequence[object]]:
    for one in batch.refusals:
        yield [one["row"], "", "", "", _REFUSED[language], "", "", one[language]]
